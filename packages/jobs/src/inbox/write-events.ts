import type { Quarantined } from '@shopmirror/db'
import type { MirrorRows, MirrorTable } from '@shopmirror/platforms'
import { z } from 'zod'
import type { JobContext } from '../context.ts'
import { mergeRows } from './merge-rows.ts'
import { refetchObjects } from './refetch-objects.ts'

interface RowsEvent {
  /** The delivery's row. */
  id: string
  shopId: string
  platform: string
  rows: MirrorRows
}

/** By delivery: which object of it could not be stored, and why. */
export type Refused = Map<string, { object: string; error: string }>

/** Mirrors full objects, shop by shop. Answers the deliveries that brought what could not be stored. */
export async function writeEvents(events: readonly RowsEvent[], context: JobContext): Promise<Refused> {
  const refused: Refused = new Map()
  for (const ofShop of Map.groupBy(events, ({ shopId }) => shopId).values()) {
    for (const rows of mergeRows(ofShop.map((event) => event.rows)))
      await write(rows, { events: ofShop, context, refused })
  }
  return refused
}

interface Write {
  /** Of one shop; some of them are in what is written. */
  events: readonly RowsEvent[]
  context: JobContext
  refused: Refused
}

/** What the rows leave in doubt already waits in Postgres; its job is only the quickest way to it. */
async function write(rows: MirrorRows, { events, context, refused }: Write): Promise<void> {
  const [{ shopId, platform } = { shopId: '', platform: '' }] = events
  const find = (object: Pick<Quarantined, 'table' | 'externalId'>) =>
    events.find((event) => brought(event, rows, object))
  const result = await context.db.mirror.writePage({
    ...{ shopId, rows },
    deliveryOf: (table, externalId) => find({ table, externalId })?.id,
  })
  const { again = [], quarantined = [] } = result
  for (const object of quarantined) {
    const event = find(object)
    if (event) refused.set(event.id, { object: `${object.table}/${object.externalId}`, error: object.reason })
  }
  context.metrics.rowsWritten(platform, result)
  const kinds = again.map((resource) => ({ shopId, resource }))
  await context.enqueue.many(refetchObjects, z.array(refetchObjects.payload).parse(kinds))
}

/** Whether an object of a merged write came with this event: they share the very row. */
function brought(
  { rows: own }: RowsEvent,
  merged: MirrorRows,
  { table, externalId }: Pick<Quarantined, 'table' | 'externalId'>,
): boolean {
  const all = merged.rows[table as MirrorTable]
  return (
    own.rows[table as MirrorTable]?.some((row) => storable(row.externalId) === externalId && all?.includes(row)) ===
    true
  )
}

/** As Postgres has it. */
function storable(id: string): string {
  return id.toWellFormed().replaceAll('\0', '')
}
