import { timeOf } from '../times.ts'
import { ids, numberOf } from '../world-ids.ts'
import { notFound, ok, refuse } from './answers.ts'
import type { Answer, ApiCall, ApiShop, Route } from './open-api-types.ts'
import { page } from './paging.ts'
import type { Hook } from './webhook-registry.ts'

/** https://open-api.docs.shoplineapp.com/docs/create-webhook */
export const webhookRoutes: Route = (call, shop) => {
  const [root, id, ...rest] = call.path
  if (root !== 'webhooks' || rest.length > 0) return undefined
  if (id === undefined) return collection(call, shop)
  const hook = shop.hooks.find(id)
  if (!hook) return notFound('Webhook')
  if (call.method === 'GET') return ok(hookDocument(hook, shop))
  if (call.method === 'DELETE') return removed(shop, id)
  return call.method === 'PUT' ? changed(call, shop, hook) : undefined
}

function collection({ method, query, body }: ApiCall, shop: ApiShop): Answer | undefined {
  if (method === 'POST') return created(body, shop)
  if (method !== 'GET') return undefined
  const listing = {
    kind: 'webhook' as const,
    numbers: shop.hooks.list().map(({ id }) => numberOf('webhook', id) ?? 0),
    document: (number: number) => hookDocument(shop.hooks.find(ids.webhook(number)), shop),
  }
  return page(listing, { params: query, perPageMax: shop.quirks.perPageMax }, shop.quirks)
}

function created(body: Record<string, unknown>, shop: ApiShop): Answer {
  const mistake = mistakeIn({ address: null, topics: null, ...body })
  if (mistake) return refuse(422, 'UnprocessableEntity', mistake)
  const { address, topics, webhook_version: version = 'v0' } = body
  const hook = shop.hooks.add({ address: String(address), topics: topics as string[], version: String(version) })
  return ok(hookDocument(hook, shop))
}

function changed({ body }: ApiCall, shop: ApiShop, { id }: Hook): Answer {
  const mistake = mistakeIn(body)
  if (mistake) return refuse(422, 'UnprocessableEntity', mistake)
  const hook = shop.hooks.change(id, {
    ...('address' in body && { address: String(body.address) }),
    ...('topics' in body && { topics: body.topics as string[] }),
    ...('webhook_version' in body && { version: String(body.webhook_version) }),
  })
  return ok(hookDocument(hook, shop))
}

function removed(shop: ApiShop, id: string): Answer {
  shop.hooks.remove(id)
  return ok({})
}

function mistakeIn(body: Record<string, unknown>): string | undefined {
  const { address, topics } = body
  if ('address' in body && !(typeof address === 'string' && URL.canParse(address))) return 'address is invalid'
  if (!('topics' in body)) return undefined
  if (!Array.isArray(topics) || topics.length === 0) return 'topics is missing'
  const unknown = topics.find((topic) => !/^[a-z_]+\/[a-z_]+$/.test(String(topic)))
  return unknown === undefined ? undefined : `topics contains the unknown ${unknown}`
}

function hookDocument(hook: Hook | undefined, { merchantId }: ApiShop): object {
  if (!hook) return {}
  const { id, address, topics, version, createdAt, updatedAt } = hook
  return {
    ...{ id, format: 'json', address, status: 'active', merchant_id: merchantId },
    ...{ created_at: timeOf(createdAt), updated_at: timeOf(updatedAt), webhook_version: version, topics },
  }
}
