import type { FeedEntry, OwnedChange } from './feed.ts'

/** Value of `Last-Event-ID`: the id of a stream entry. */
export const POSITION = /^\d{1,15}-\d{1,15}$/

interface Message {
  event: 'hello' | 'changes' | 'reset' | 'live' | 'ping'
  /** Where the reader is after it. */
  id?: string
  data: object
}

/** One message as https://html.spec.whatwg.org/multipage/server-sent-events.html defines it. */
export function toMessage({ event, id, data }: Message): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}

/** Tells the browser how long to wait before it connects again, ms. */
export function toRetry(ms: number): string {
  return `retry: ${ms}\n\n`
}

/** What a caller of this scope may see of entries, as one message; `null`: nothing. Scope `null` sees everything. */
export function toChanges(entries: readonly FeedEntry[], scope: string | null): string | null {
  const last = entries.at(-1)
  const seen = entries.flatMap(({ changes }) =>
    changes.filter(({ accountId }) => scope === null || accountId === scope),
  )
  if (!last || seen.length === 0) return null
  return toMessage({ event: 'changes', id: last.id, data: { changes: seen.map(present) } })
}

function present({ kind, shopId, ids }: OwnedChange) {
  return { kind, shop_id: shopId, ...(ids && { ids }) }
}

/** Whether position `a` is after `b`. */
export function isAfter(a: string, b: string): boolean {
  const [aTime = 0, aCount = 0] = a.split('-').map(Number)
  const [bTime = 0, bCount = 0] = b.split('-').map(Number)
  return aTime === bTime ? aCount > bCount : aTime > bTime
}
