import {
  type AccessEvent,
  type BudgetPolicy,
  type MirrorRow,
  type MirrorRows,
  type Page,
  type PageRequest,
  PermanentError,
  type Platform,
  type Resource,
  type ShopClient,
  type ShopEvent,
  type ShopReads,
  type StoredDelivery,
} from '@shopmirror/platforms'

export interface PaperObject {
  title: string
  updatedAt: Date
  /** When each of its variants last changed, by id; absent in shops whose products have none. */
  parts?: Record<string, string>
}

/** A shop on paper: what it holds, and how it behaves when it is read. */
export interface PaperShop {
  objects: Map<string, PaperObject>
  pageSize: number
  /** Said on each page; `null` says nothing. */
  announced: number | null
  /** Ids named on the last page without their objects. */
  listed: string[]
  /** Reported as deleted on the last page of a window. */
  gone: { externalId: string; at: Date }[]
  /** Of what `describe` tells; absent where the platform cannot say. */
  missingScopes?: string[]
  /** Called before each answer; may wait, change the shop or throw. */
  beforePage(page: number): Promise<void> | void
  beforeObject(externalId: string): Promise<void> | void
  /** Every page and object asked for, in order. */
  reads: string[]
}

export function createPaperShop(count: number): PaperShop {
  const at = new Date('2026-01-01T00:00:00Z')
  const ids = Array.from({ length: count }, (_, index) => `p${String(index).padStart(4, '0')}`)
  return {
    objects: new Map(ids.map((id) => [id, { title: `Title of ${id}`, updatedAt: at }])),
    pageSize: 10,
    announced: null,
    listed: [],
    gone: [],
    beforePage: () => undefined,
    beforeObject: () => undefined,
    reads: [],
  }
}

const budget: BudgetPolicy = { unit: 'requests', perSecond: 1_000, burst: 1_000 }

/**
 * The smallest platform there can be: products alone, read from memory. Its webhooks carry full objects, which no other
 * platform here does yet, and it can be stopped between any two answers, which no server over HTTP can.
 */
export function createPaperPlatform(shop: PaperShop, now: () => Date): Platform {
  const token = { accessToken: 'paper', expiresAt: null }
  return {
    id: 'paper',
    configured: true,
    budget,
    tokens: { grant: async () => token, refresh: async () => token },
    parseDomain: (input) => input,
    install: { kind: 'own_app_only' },
    webhooks: { topics: ['product'], verify: () => ({ ok: false, reason: 'unsigned' }), read: readWebhook },
    reads: { resources: ['products'], overlapMs: 60_000 },
    client: () => createClient(shop, now),
  }
}

function createClient(shop: PaperShop, now: () => Date): ShopClient {
  return {
    describe: async () => ({
      ...{ name: 'Paper', currency: 'EUR', timezone: 'UTC', locale: 'en', facts: {} },
      ...(shop.missingScopes && { missingScopes: shop.missingScopes }),
    }),
    reads: createReads(shop, now),
    webhooks: {
      list: async () => [],
      subscribe: async (topic, address) => ({ externalId: topic, topic, address: address.href }),
      unsubscribe: async () => undefined,
    },
  }
}

function createReads(shop: PaperShop, now: () => Date): ShopReads {
  return {
    clock: async () => now(),
    page: (request) => readPage(shop, request, now()),
    async object(_resource, externalId) {
      await shop.beforeObject(externalId)
      shop.reads.push(externalId)
      const object = shop.objects.get(externalId)
      return object ? toRows('api', now(), [[externalId, object]]) : null
    },
    async objects(_resource, externalIds) {
      for (const externalId of externalIds) await shop.beforeObject(externalId)
      shop.reads.push(externalIds.join(' '))
      const found = [...shop.objects].filter(([id]) => externalIds.includes(id))
      return { rows: toRows('api', now(), found), missing: externalIds.filter((id) => !shop.objects.has(id)) }
    },
  }
}

async function readPage(shop: PaperShop, { window, cursor }: PageRequest, readAt: Date): Promise<Page> {
  const page = typeof cursor === 'number' ? cursor : 0
  await shop.beforePage(page)
  shop.reads.push(`page ${page}`)
  const inWindow = [...shop.objects].filter(
    ([, { updatedAt }]) => !window || (updatedAt >= window.from && updatedAt <= window.to),
  )
  const objects = inWindow.slice(page * shop.pageSize, (page + 1) * shop.pageSize)
  const isLast = (page + 1) * shop.pageSize >= inWindow.length
  return {
    rows: toRows('api', readAt, objects),
    ids: objects.map(([id]) => id),
    next: isLast ? null : page + 1,
    ...(isLast && shop.listed.length > 0 && { idsOnly: shop.listed }),
    ...(isLast && window && { deleted: shop.gone }),
    ...(shop.announced !== null && { announced: shop.announced }),
  }
}

function toRows(origin: MirrorRows['origin'], readAt: Date, objects: [string, PaperObject][]): MirrorRows {
  const parts = objects.flatMap(([id, { parts = {} }]) =>
    Object.entries(parts).map(([part, at]) => toPart(part, id, at)),
  )
  const hasParts = objects.some(([, { parts }]) => parts)
  return { origin, readAt, rows: { products: objects.map(toRow), ...(hasParts && { product_variants: parts }) } }
}

function toRow([externalId, { title, updatedAt }]: [string, PaperObject]): MirrorRow {
  return { externalId, sourceUpdatedAt: updatedAt, fields: { title }, raw: { title } }
}

function toPart(externalId: string, product: string, at: string): MirrorRow {
  return { externalId, sourceUpdatedAt: new Date(at), fields: { product_external_id: product }, raw: { at } }
}

/** What a webhook of the paper platform says. */
export type PaperEvent =
  | { kind: 'product'; id: string; title: string; at: string; parts?: Record<string, string> }
  /** A variant by itself. */
  | { kind: 'part'; id: string; of: string; at: string }
  | { kind: 'deleted'; id: string; at: string }
  | { kind: 'hint'; resource: Resource; id: string }
  | { kind: 'uninstalled' }
  | { kind: 'shop_changed' }
  | { kind: 'run_ready' }
  | { kind: 'redact_customer'; customer: { externalId: string }; orderIds: string[] }
  | { kind: 'data_request'; requestId: string; customer: { externalId: string }; orderIds: string[] }
  | { kind: 'redact_shop'; installedBefore?: string }
  | PaperAccessEvent
  | { kind: 'other' }

/** Of the app's access; `at` in nanoseconds, as text. */
export type PaperAccessEvent = { kind: 'access'; at: string } & (
  | { change: 'installed' | 'removed' }
  | { change: 'token_given' | 'token_revoked'; tokenId: string }
)

function readWebhook({ body, receivedAt }: StoredDelivery): ShopEvent[] {
  const event = JSON.parse(body.toString()) as PaperEvent
  switch (event.kind) {
    case 'product': {
      const { id, at, ...object } = event
      return [{ kind: 'rows', rows: toRows('webhook', receivedAt, [[id, { ...object, updatedAt: new Date(at) }]]) }]
    }
    case 'part': {
      const rows = { product_variants: [toPart(event.id, event.of, event.at)] }
      return [{ kind: 'rows', rows: { origin: 'webhook', readAt: receivedAt, rows } }]
    }
    case 'deleted':
      return [{ kind: 'deleted', resource: 'products', externalId: event.id, at: new Date(event.at) }]
    case 'shop_changed':
    case 'run_ready':
    case 'redact_customer':
    case 'data_request':
      return [event]
    case 'redact_shop':
      return [{ kind: event.kind, ...(event.installedBefore && { installedBefore: new Date(event.installedBefore) }) }]
    case 'hint':
      return [{ kind: 'refetch', resource: event.resource, externalId: event.id }]
    case 'access':
      return [toAccess(event)]
    case 'uninstalled':
      return [{ kind: 'uninstalled' }]
    case 'other':
      return [{ kind: 'ignored', reason: 'Nothing to mirror.' }]
    default:
      throw new PermanentError(`Unknown kind ${String(event satisfies never)}`)
  }
}

function toAccess(event: PaperAccessEvent): AccessEvent {
  const at = BigInt(event.at)
  if (!('tokenId' in event)) return { kind: 'access', change: event.change, at }
  const { change, tokenId } = event
  if (change === 'token_revoked') return { kind: 'access', change, at, tokenId }
  const expiresAt = new Date('2340-01-01T00:00:00Z')
  const tokens = { id: tokenId, accessToken: `secret-of-${tokenId}-${event.at}`, expiresAt }
  return { kind: 'access', change, at, tokenId, tokens }
}
