import { RetryableError } from '../../contract/errors.ts'
import type { ShopWebhooks, Subscription } from '../../contract/webhooks.ts'
import type { Api } from '../api/api.ts'
import { itemsOf } from '../api/api.ts'
import type { Wire } from '../map/shapes.ts'
import { idOf, integer, object, text, words } from '../map/wire.ts'
import type { Settings } from '../settings.ts'

/** The topics that are subscribed to. https://open-api.docs.shoplineapp.com/docs/create-webhook */
const TOPICS = [
  ...['user/create', 'user/update', 'user/remove'],
  ...['order/create', 'order/update', 'order/cancel', 'order/remove', 'order/pending', 'order/confirm'],
  ...['order/complete', 'order/combine_orders', 'order/split_order'],
  ...['order_payment/update', 'order_payment/complete', 'order_payment/refund', 'order_delivery/update'],
  ...['return_order/create', 'return_order/complete', 'return_order/cancel'],
  ...['product/create', 'product/update', 'product/remove', 'stock/update', 'merchant/update'],
] as const

const VERSION = 'v0'
const PER_PAGE = 100

/** Empty when the app's own webhooks cover everything. */
export function topicsFor({ SHOPLINE_MERCHANT_WEBHOOKS }: Settings): readonly string[] {
  return SHOPLINE_MERCHANT_WEBHOOKS ? TOPICS : []
}

/** A webhook may have several topics; ours have one each, so that each topic has its own address. */
export function createSubscriptions(api: Api): ShopWebhooks {
  return {
    async list() {
      const all: Subscription[] = []
      for (let page = 1, pages = 1; page <= pages; page++) {
        const answer = await api.requireOk('webhooks', { query: { page: String(page), per_page: String(PER_PAGE) } })
        all.push(...itemsOf(answer, 'list of webhooks').flatMap(toSubscriptions))
        pages = integer(object(answer.pagination).total_pages) ?? 1
      }
      return all
    },

    async subscribe(topic, address) {
      const body = { address: address.href, topics: [topic], webhook_version: VERSION }
      const made = await api.requireOk('webhooks', { method: 'POST', body })
      const externalId = idOf(made)
      if (externalId) return { externalId, topic, address: address.href }
      throw new RetryableError('SHOPLINE POST /webhooks: response does not contain the created webhook.', {
        platform: 'shopline',
      })
    },

    /** No error when it does not exist. */
    async unsubscribe(externalId) {
      await api.request(`webhooks/${encodeURIComponent(externalId)}`, { method: 'DELETE' })
    },
  }
}

function toSubscriptions(hook: Wire): Subscription[] {
  const [externalId, address] = [idOf(hook), text(hook.address)]
  if (!externalId || !address || text(hook.status) === 'removed') return []
  return words(hook.topics).map((topic) => ({ externalId, topic, address }))
}
