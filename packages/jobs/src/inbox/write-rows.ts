import type { MirrorRow, MirrorRows, MirrorTable, ShopEvent } from '@shopmirror/platforms'
import { z } from 'zod'
import type { JobContext } from '../context.ts'
import type { ReceivedEvent } from './delivery.ts'
import { refetchObjects } from './refetch-objects.ts'

type RowsEvent = ReceivedEvent<Extract<ShopEvent, { kind: 'rows' }>>

/** Key: id of the delivery's row. Value: which of its objects could not be stored, and why. */
export type StoreFailures = Map<string, { object: string; error: string }>

/** Shops that are written concurrently, each on its own connection: most of a write is waiting for Postgres. */
const SHOPS_AT_ONCE = 4

/** Mirrors full objects. Writes of one shop keep their order; when one throws, the others have ended. */
export async function writeRows(
  received: readonly RowsEvent[],
  context: JobContext,
  failures: StoreFailures,
): Promise<void> {
  const shops = Map.groupBy(received, ({ entry }) => entry.shop.id).values()
  const writeShops = async () => {
    for (const ofShop of shops) {
      const deliveries = deliveriesOf(ofShop)
      for (const rows of mergeRows(ofShop.map(({ event }) => event.rows)))
        await writePage(rows, { received: ofShop, deliveries, context, failures })
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: SHOPS_AT_ONCE }, writeShops))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

interface Page {
  /** Events of one shop; some of them are in what is written. */
  received: readonly RowsEvent[]
  /** Which delivery brought a row; merging keeps the rows. */
  deliveries: ReadonlyMap<MirrorRow, string>
  context: JobContext
  failures: StoreFailures
}

/** Objects in doubt (`again`) are already stored as hints; the job only reads them sooner. */
async function writePage(rows: MirrorRows, { received, deliveries, context, failures }: Page): Promise<void> {
  const entry = received[0]?.entry
  if (!entry) return
  const shopId = entry.shop.id
  const objects = new Map<string, string | undefined>(
    entriesOf(rows).flatMap(([table, written]) =>
      written.map((row) => [`${table} ${toStorableId(row.externalId)}`, deliveries.get(row)] as const),
    ),
  )
  const deliveryOf = (table: string, externalId: string) => objects.get(`${table} ${externalId}`)
  const causesOf = (table: string, externalId: string) => [deliveryOf(table, externalId) ?? []].flat()
  const result = await context.tracer.step(
    'mirror.write',
    () => ({ attributes: { platform: entry.platform.id, shop: shopId, count: objects.size } }),
    () => context.db.mirror.writePage({ ...{ shopId, rows, deliveryOf }, record: { source: 'webhook', causesOf } }),
  )
  const { again = [], quarantined = [] } = result
  for (const object of quarantined) {
    const id = deliveryOf(object.table, object.externalId)
    if (id) failures.set(id, { object: `${object.table}/${object.externalId}`, error: object.reason })
  }
  context.metrics.rowsWritten(entry.platform.id, result)
  const jobs = again.map((resource) => ({ shopId, resource }))
  await context.enqueue.many(refetchObjects, z.array(refetchObjects.payload).parse(jobs))
}

function deliveriesOf(received: readonly RowsEvent[]): ReadonlyMap<MirrorRow, string> {
  return new Map(
    received.flatMap(({ entry, event }) =>
      entriesOf(event.rows).flatMap(([, rows]) => rows.map((row) => [row, entry.id] as const)),
    ),
  )
}

/** The id as Postgres stores it. */
function toStorableId(id: string): string {
  return id.toWellFormed().replaceAll('\0', '')
}

/**
 * Merges the events of one shop into as few writes as possible. A second event about the same object goes into the next
 * write, because one write must not contain a row twice.
 */
export function mergeRows(events: readonly MirrorRows[]): MirrorRows[] {
  const waves: Wave[] = []
  for (const event of events) {
    const keys = keysOf(event)
    const wave = waves.find((candidate) => fits(candidate, event, keys)) ?? openWave(waves, event)
    for (const key of keys) wave.keys.add(key)
    absorb(wave.rows, event)
  }
  return waves.map(({ rows }) => rows)
}

interface Wave {
  keys: Set<string>
  rows: MirrorRows
}

function openWave(waves: Wave[], { origin, readAt }: MirrorRows): Wave {
  const wave = { keys: new Set<string>(), rows: { origin, readAt, rows: {} } }
  waves.push(wave)
  return wave
}

/** The tables must be the same: a child table that is present lists all children of every parent in the write. */
function fits(wave: Wave, event: MirrorRows, keys: readonly string[]): boolean {
  if (wave.rows.origin !== event.origin) return false
  if (tablesOf(wave.rows) !== tablesOf(event)) return false
  return keys.every((key) => !wave.keys.has(key))
}

/** The earliest `readAt` is kept: no row may look newer than it is. */
function absorb(into: MirrorRows, event: MirrorRows): void {
  if (event.readAt < into.readAt) into.readAt = event.readAt
  for (const [table, rows] of entriesOf(event)) {
    const merged = into.rows[table] ?? []
    merged.push(...rows)
    into.rows[table] = merged
  }
}

function keysOf(event: MirrorRows): string[] {
  return entriesOf(event).flatMap(([table, rows]) => rows.map((row) => `${table}/${row.externalId}`))
}

function tablesOf(event: MirrorRows): string {
  return Object.keys(event.rows).sort().join()
}

function entriesOf(event: MirrorRows): [MirrorTable, MirrorRow[]][] {
  return Object.entries(event.rows) as [MirrorTable, MirrorRow[]][]
}
