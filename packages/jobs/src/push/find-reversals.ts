import type { OpenPush, RecentPush, Repositories, ShownObject } from '@shopmirror/db'
import { mirrorObjectsOf } from './mirror-objects.ts'
import type { Found } from './resolve/resolved.ts'

/** How often an object may go back and forth within the window. */
const REVERSALS_MAX = 5
const WINDOW_MS = 600_000

type Value = string | number | boolean | null

/** A push that gives an object back a value that the shop has changed after an earlier push had set it. */
export interface Reversal {
  push: OpenPush
  /** Of the object, within the window, this one included. */
  count: number
  /** What goes back and forth: the push's values and the shop's. */
  fields: Record<string, { wanted: Value; shown: Value }>
}

export function isLoop({ count }: Reversal): boolean {
  return count > REVERSALS_MAX
}

interface Deps {
  db: Pick<Repositories, 'pushes'>
  shopId: string
  now: Date
}

/**
 * Reversals among new pushes, at most one per object: a push set a value, the mirror got another one from the shop since,
 * and the new push sets a value that a push has set before. What only follows the shop's sales is none.
 */
export async function findReversals(found: readonly Found[], { db, shopId, now }: Deps): Promise<Reversal[]> {
  const latest = [...new Map(found.map((each) => [each.objectKey, each])).values()]
  const objects = latest.flatMap((each) => mirrorObjectsOf(each).slice(0, 1))
  const recent = await db.pushes.recentlyCompleted(shopId, objects, new Date(now.getTime() - WINDOW_MS))
  if (recent.length === 0) return []
  const byKey = Map.groupBy(recent, ({ objectKey }) => objectKey)
  const repeated = latest.filter((each) => byKey.has(each.objectKey))
  const shown = await readShown(repeated, { db, shopId })
  return repeated.flatMap(({ push, objectKey }) => {
    const before = byKey.get(objectKey) ?? []
    const fields = reversedFields(push, before, shown.get(objectKey))
    if (Object.keys(fields).length === 0) return []
    return { push, fields, count: before.filter(({ isReversal }) => isReversal).length + 1 }
  })
}

/** By `objectKey`. */
async function readShown(
  found: readonly Found[],
  { db, shopId }: Pick<Deps, 'db' | 'shopId'>,
): Promise<Map<string, ShownObject>> {
  const places = found.flatMap(({ objectKey: key, target }) => ('locationId' in target ? { key, ...target } : []))
  const others = found.filter(({ target }) => !('locationId' in target))
  const objects = await db.pushes.shown(
    shopId,
    others.flatMap((each) => mirrorObjectsOf(each).slice(0, 1)),
  )
  const stock = await db.pushes.shownStock(shopId, places)
  for (const each of others) {
    const object = objects.get(mirrorObjectsOf(each)[0] ?? '')
    if (object) stock.set(each.objectKey, object)
  }
  return stock
}

function reversedFields(
  { payload }: OpenPush,
  before: readonly RecentPush[],
  shown: ShownObject | undefined,
): Reversal['fields'] {
  const [last] = before
  // What was written before the last push ended does not show yet what that has set.
  if (!last || !shown || shown.syncedAt <= last.finishedAt) return {}
  const reversed = Object.entries(payload).flatMap(([name, wanted]) => {
    const now = shown.values[name]
    if (!isValue(wanted) || !isValue(now) || !(name in last.payload)) return []
    const isTakenBack = !isSame(now, last.payload[name]) && !isSame(now, wanted)
    const wasWanted = before.some((push) => isSame(push.payload[name], wanted))
    return isTakenBack && wasWanted ? [[name, { wanted, shown: now }] as const] : []
  })
  return Object.fromEntries(reversed)
}

function isValue(value: unknown): value is Value {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

/** Postgres writes numbers with all their digits: 12.50 is 12.5. */
function isSame(one: unknown, other: unknown): boolean {
  if (String(one) === String(other)) return true
  return isNumeric(one) && isNumeric(other) && Number(one) === Number(other)
}

function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)))
}
