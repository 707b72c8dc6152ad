import { until } from '@shopmirror/test/until.ts'
import { pickEvenly } from './changes.ts'
import type { Stage } from './stage.ts'
import { formatSeconds } from './table.ts'

const ORDERS = 6
const PRODUCTS_PER_ORDER = 2
const PUSH_TIMEOUT_MS = 120_000

interface PushView {
  key: string
  status: string
  error: string | null
}

/** What the account wants, and what the shop shows of it; field by field. */
interface Compared {
  what: string
  wanted: Record<string, unknown>
  held: Record<string, unknown> | null
}

/** A customer and orders created by the account, and what the shop holds afterwards. `false`: it holds something else. */
export async function showPushedObjects(stage: Stage, shopId: string): Promise<boolean> {
  const { screen, api, domain, expectation, sandbox, shop } = stage
  screen.title(`A customer and ${ORDERS} orders are pushed to the shop`)
  const startedAt = Date.now()
  const productIds = pickEvenly(shop.products.ids(), ORDERS + PRODUCTS_PER_ORDER, 3)
  const orders = Array.from({ length: ORDERS }, (_, index) => ({
    email: `order-${index}@example.com`,
    productIds: productIds.slice(index, index + PRODUCTS_PER_ORDER),
  }))
  const customer = { email: 'erp@example.com', first_name: 'Anna', last_name: 'Kiss', phone: '+36301234567' }
  const on = { enabled: true, interval_minutes: 0, on_conflict: 'hold' }
  await api.put(`/api/v1/shops/${shopId}/push-settings`, { orders: on, customers: on })
  await api.post(`/api/v1/shops/${shopId}/pushes`, {
    pushes: [
      { key: 'demo-customer', kind: 'customer.save', object: { own_id: 'C-1' }, payload: customer },
      ...orders.map((order, index) => ({
        ...{ key: `demo-order-${index}`, kind: 'order.create', object: { own_id: `ERP-${index}` } },
        payload: expectation.orderToPush(sandbox, domain, order),
      })),
    ],
  })
  await untilEnded(stage, shopId)
  const compared = [compareCustomer(stage, customer), ...orders.map((order) => compareOrder(stage, order))]
  const wrong = compared.flatMap(differences)
  for (const line of wrong) screen.line(`${screen.bad('✗')} ${line}`)
  const fields = compared.reduce((sum, { wanted }) => sum + Object.keys(wanted).length, 0)
  if (wrong.length === 0)
    screen.line(
      `${screen.good('✓')} the shop holds all ${fields} fields after ${formatSeconds(Date.now() - startedAt)}`,
    )
  return wrong.length === 0
}

async function untilEnded({ api, screen }: Stage, shopId: string): Promise<void> {
  const live = screen.live()
  await until(
    async () => {
      const pushes = (await api.get<PushView[]>(`/api/v1/pushes?shop=${shopId}&limit=200`)).filter(({ key }) =>
        /^demo-(customer|order)/.test(key),
      )
      const failed = pushes.find(({ status }) => status === 'failed')
      if (failed) throw new Error(`Push ${failed.key} failed: ${failed.error}`)
      const done = pushes.filter(({ status }) => status === 'completed').length
      live.draw([`${done} of ${ORDERS + 1} completed`])
      return done === ORDERS + 1
    },
    { timeoutMs: PUSH_TIMEOUT_MS, intervalMs: 200, message: 'every push is completed' },
  )
  live.end([`${ORDERS + 1} of ${ORDERS + 1} completed`])
}

function compareOrder(
  { shop }: Stage,
  { email, productIds }: { email: string; productIds: readonly number[] },
): Compared {
  const found = shop.orders.ids().flatMap((id) => shop.orders.get(id) ?? [])
  const order = found.find((each) => each.email === email)
  const skus = productIds.map((id) => shop.products.get(id)?.sku)
  return {
    what: `The order of ${email}`,
    wanted: {
      firstName: 'Anna',
      lastName: 'Kiss',
      street: 'Fő utca 1.',
      city: 'Szeged',
      postcode: '6720',
      skus: skus.sort(),
    },
    held: order ? { ...order, ...order.address, skus: order.lines.map(({ sku }) => sku).sort() } : null,
  }
}

function compareCustomer({ shop }: Stage, wanted: { email: string; first_name: string; last_name: string }): Compared {
  const found = shop.customers.ids().flatMap((id) => shop.customers.get(id) ?? [])
  const customer = found.find((each) => each.email === wanted.email)
  return {
    what: `The customer ${wanted.email}`,
    wanted: { firstName: wanted.first_name, lastName: wanted.last_name },
    held: customer ? { ...customer } : null,
  }
}

function differences({ what, wanted, held }: Compared): string[] {
  if (!held) return [`${what} is not in the shop`]
  return Object.entries(wanted).flatMap(([field, value]) =>
    JSON.stringify(held[field]) === JSON.stringify(value)
      ? []
      : [`${what}: ${field} is ${JSON.stringify(held[field])} instead of ${JSON.stringify(value)}`],
  )
}
