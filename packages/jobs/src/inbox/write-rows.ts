import type { Quarantined } from '@shopmirror/db'
import type { MirrorRow, MirrorRows, MirrorTable, ShopEvent } from '@shopmirror/platforms'
import { z } from 'zod'
import type { JobContext } from '../context.ts'
import type { ReceivedEvent } from './delivery.ts'
import { refetchObjects } from './refetch-objects.ts'

type RowsEvent = ReceivedEvent<Extract<ShopEvent, { kind: 'rows' }>>

/** By id of the delivery's row: which object of it could not be stored, and why. */
export type StoreFailures = Map<string, { object: string; error: string }>

/** Mirrors full objects, shop by shop. */
export async function writeRows(
  received: readonly RowsEvent[],
  context: JobContext,
  failures: StoreFailures,
): Promise<void> {
  for (const ofShop of Map.groupBy(received, ({ entry }) => entry.shop.id).values()) {
    for (const rows of mergeRows(ofShop.map(({ event }) => event.rows)))
      await writePage(rows, { received: ofShop, context, failures })
  }
}

interface Page {
  /** Of one shop; some of them are in what is written. */
  received: readonly RowsEvent[]
  context: JobContext
  failures: StoreFailures
}

/** Objects whose rows leave a doubt already wait in Postgres to be read again; the job only makes it quicker. */
async function writePage(rows: MirrorRows, { received, context, failures }: Page): Promise<void> {
  const entry = received[0]?.entry
  if (!entry) return
  const shopId = entry.shop.id
  const find = (object: Pick<Quarantined, 'table' | 'externalId'>) =>
    received.find(({ event }) => isPartOf(object, event.rows, rows))?.entry.id
  const result = await context.db.mirror.writePage({
    ...{ shopId, rows },
    deliveryOf: (table, externalId) => find({ table, externalId }),
  })
  const { again = [], quarantined = [] } = result
  for (const object of quarantined) {
    const id = find(object)
    if (id) failures.set(id, { object: `${object.table}/${object.externalId}`, error: object.reason })
  }
  context.metrics.rowsWritten(entry.platform.id, result)
  const jobs = again.map((resource) => ({ shopId, resource }))
  await context.enqueue.many(refetchObjects, z.array(refetchObjects.payload).parse(jobs))
}

/** Whether an object of a merged write came with this event: they share the very row. */
function isPartOf(
  { table, externalId }: Pick<Quarantined, 'table' | 'externalId'>,
  own: MirrorRows,
  merged: MirrorRows,
) {
  const all = merged.rows[table as MirrorTable]
  const rows = own.rows[table as MirrorTable] ?? []
  return rows.some((row) => toStorableId(row.externalId) === externalId && all?.includes(row))
}

/** As Postgres has it. */
function toStorableId(id: string): string {
  return id.toWellFormed().replaceAll('\0', '')
}

/**
 * As few writes as possible for many events of one shop: events about different objects go together, a second event
 * about an object waits for the next write, because rows of one write must not meet.
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

/** Tables must agree: a child table that is named says that these are all the children of every parent beside it. */
function fits(wave: Wave, event: MirrorRows, keys: readonly string[]): boolean {
  if (wave.rows.origin !== event.origin) return false
  if (tablesOf(wave.rows) !== tablesOf(event)) return false
  return keys.every((key) => !wave.keys.has(key))
}

/** The earliest moment stands for all: nothing may look younger than it is. */
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
