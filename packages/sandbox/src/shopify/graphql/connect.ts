import { refusal } from './refusal.ts'

const PAGE_MAX = 250

/** One object of a list: by what it is sorted, and the object itself when it is shown. */
export interface Entry {
  key: readonly (string | number | bigint)[]
  node(): unknown
}

/** Set by the engine while a bulk query runs: a part of the outermost list, everything of those within. */
export interface Slice {
  offset: number
  limit: number
}

export interface Connection {
  /** Whatever the page. */
  total: number
  nodes: unknown[]
  edges: { node: unknown; cursor: string }[]
  pageInfo: {
    hasNextPage: boolean
    hasPreviousPage: boolean
    startCursor: string | null
    endCursor: string | null
  }
}

/** A page of entries, which come sorted upwards. Cursors name a place by its key, so they survive inserts and deletes. */
export function connect(entries: readonly Entry[], args: Record<string, unknown>): Connection {
  const { first, last, after, before, slice } = args as {
    first?: number | null
    last?: number | null
    after?: string | null
    before?: string | null
    slice?: Slice
  }
  const sign = args.reverse === true ? -1 : 1
  const sorted = sign === -1 ? entries.toReversed() : entries
  if (slice) return pageOf(sorted, { from: slice.offset, to: slice.offset + slice.limit })
  const size = sizeOf(first ?? null, last ?? null)
  const begin = after ? placeAfter(sorted, keyIn(after), sign) : 0
  const end = before ? placeOf(sorted, keyIn(before), sign) : sorted.length
  return typeof first === 'number'
    ? pageOf(sorted, { from: begin, to: Math.min(begin + size, end) })
    : pageOf(sorted, { from: Math.max(begin, end - size), to: end })
}

function sizeOf(first: number | null, last: number | null): number {
  if (first !== null && last !== null) throw refusal('providing both first and last is not supported')
  const size = first ?? last
  if (size === null) throw refusal('you must provide one of first or last')
  if (size > PAGE_MAX || size < 1)
    throw refusal(
      `The input array size of ${size} is greater than the maximum allowed of ${PAGE_MAX}.`,
      'MAX_INPUT_SIZE_EXCEEDED',
    )
  return size
}

function pageOf(sorted: readonly Entry[], { from, to }: { from: number; to: number }): Connection {
  const edges = sorted.slice(from, to).map((entry) => ({ node: entry.node(), cursor: cursorOf(entry) }))
  return {
    total: sorted.length,
    nodes: edges.map(({ node }) => node),
    edges,
    pageInfo: {
      hasNextPage: to < sorted.length,
      hasPreviousPage: from > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}

function cursorOf({ key }: Entry): string {
  const written = key.map((part) => (typeof part === 'bigint' ? { n: String(part) } : part))
  return Buffer.from(JSON.stringify(written)).toString('base64url')
}

function keyIn(cursor: string): Entry['key'] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (!Array.isArray(parts)) throw new TypeError('no list')
    return parts.map((part) => (typeof part === 'object' ? BigInt(part.n) : part))
  } catch {
    throw refusal(`invalid cursor: ${cursor}`, 'INVALID_FIELD_ARGUMENTS')
  }
}

/** Where the first entry stands that is not before the key. */
function placeOf(sorted: readonly Entry[], key: Entry['key'], sign: number): number {
  return search(sorted, (entry) => compareKeys(entry.key, key) * sign >= 0)
}

function placeAfter(sorted: readonly Entry[], key: Entry['key'], sign: number): number {
  return search(sorted, (entry) => compareKeys(entry.key, key) * sign > 0)
}

function search(sorted: readonly Entry[], isThere: (entry: Entry) => boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isThere(sorted[middle] as Entry)) high = middle
    else low = middle + 1
  }
  return low
}

export function compareKeys(a: Entry['key'], b: Entry['key']): number {
  for (const [index, part] of a.entries()) {
    const other = b[index]
    if (other === undefined) return 1
    if (part < other) return -1
    if (part > other) return 1
  }
  return 0
}
