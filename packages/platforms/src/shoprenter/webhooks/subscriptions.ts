import { RetryableError } from '../../contract/errors.ts'
import type { ShopWebhooks, Subscription } from '../../contract/webhooks.ts'
import { type Api, isMissing, nameOf, refused } from '../api/api.ts'
import { idOf, list, text, unwrap, type Wire } from '../api/wire.ts'
import type { ReadAll } from '../read/read-all.ts'

/** The topics about orders; the others are about newsletters and carts. https://doc.shoprenter.hu/api/webhook.html */
export const topics = ['order_confirm', 'order_status_change'] as const

/** Only the fields that identify the order: it is read again anyway, and customer data need not be sent. */
const FIELDS = ['order_innerId', 'order_innerResourceId']

export function createSubscriptions(api: Api, readAll: ReadAll): ShopWebhooks {
  return {
    async list() {
      const hooks = await readAll('webHooks')
      return hooks.flatMap((hook) => toSubscriptions(hook))
    },

    async subscribe(topic, address) {
      const hook = await api.requireOk('webHooks', {
        method: 'POST',
        body: {
          event: topic,
          status: '1',
          label: `Shopmirror ${topic}`,
          webHookParameters: [{ type: 'json', url: address.href, fields: FIELDS }],
        },
      })
      const [created] = toSubscriptions(unwrap(hook))
      if (!created)
        throw new RetryableError('ShopRenter POST /webHooks: response does not contain the created webhook.', {
          platform: 'shoprenter',
        })
      return created
    },

    async unsubscribe(externalId) {
      const answer = await api.request(`webHooks/${encodeURIComponent(externalId)}`, { method: 'DELETE' })
      if (answer.status >= 400 && !isMissing(answer)) throw refused(nameOf('DELETE', 'webHooks'), answer)
    },
  }
}

/** Parameters are a list after creating and one object when read. Disabled webhooks are left out. */
function toSubscriptions(hook: Wire): Subscription[] {
  const externalId = idOf(hook)
  const topic = text(hook.event)
  const address = text(list(hook.webHookParameters)[0]?.url)
  if (!externalId || !topic || !address || text(hook.status) === '0') return []
  return [{ externalId, topic, address }]
}
