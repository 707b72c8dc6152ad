import type { Change, WorldShop } from '../world/shop.ts'
import type { ApiShop } from './api.ts'
import type { Deliverer } from './deliveries.ts'
import { createFormats, type ShopTime } from './formats.ts'
import type { ShoprenterMerchant } from './merchant.ts'
import { adminOrders } from './orders/admin-orders.ts'
import type { Rules } from './rules.ts'
import type { ShoprenterShop } from './shoprenter.ts'
import { payloadOf } from './webhook-payloads.ts'
import { createWebhookRegistry } from './webhook-registry.ts'

interface Options {
  merchant: ShoprenterMerchant
  webhooks: Deliverer
  rules: Rules
  time: ShopTime
}

/** A shop of the world as ShopRenter has it. */
export function openShop(world: WorldShop, { merchant, webhooks, rules, time }: Options): ShoprenterShop {
  const { domain } = world
  const hooks = createWebhookRegistry()
  const formats = createFormats(domain, time, world.now)
  /** Webhooks that are sent when the write is done; `null` when none is under way. */
  let pending: { event: string; number: number }[] | null = null
  const send = (event: string, number: number) => {
    for (const hook of hooks.active(event)) {
      const payload = payloadOf(event, number, { shop: world, formats, fields: hook.fields })
      if (payload) webhooks.send(hook, payload)
    }
  }
  const api: ApiShop = {
    ...{ shop: world, formats, rules, hooks },
    emit: (event, number) => void pending?.push({ event, number }),
    write(change) {
      const events: { event: string; number: number }[] = []
      pending = events
      try {
        return change()
      } finally {
        pending = null
        if (rules.writesSendWebhooks) for (const { event, number } of events) send(event, number)
      }
    },
  }
  world.listen((change) => {
    const event = eventOf(change)
    if (event && !pending) send(event.name, event.number)
  })
  return { domain, world, merchant, hooks, api, adminOrders: () => adminOrders(world, formats) }
}

/** The platform has webhooks for new orders and new order statuses only. */
function eventOf(change: Change): { name: string; number: number } | null {
  if (change.kind !== 'order.created' && change.kind !== 'order.status') return null
  if (change.order.status === null) return null
  return { name: change.kind === 'order.created' ? 'order_confirm' : 'order_status_change', number: change.order.id }
}
