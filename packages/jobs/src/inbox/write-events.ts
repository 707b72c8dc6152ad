import type { MirrorRows } from '@shopmirror/platforms'
import { z } from 'zod'
import type { JobContext } from '../context.ts'
import { refetchObjects } from '../refetch-objects.ts'
import { isDataError } from './is-data-error.ts'
import { mergeRows } from './merge-rows.ts'

interface RowsEvent {
  /** The delivery's row. */
  id: string
  shopId: string
  platform: string
  rows: MirrorRows
}

/** Mirrors full objects, shop by shop. Answers the deliveries whose rows Postgres refused. */
export async function writeEvents(events: readonly RowsEvent[], context: JobContext): Promise<string[]> {
  const refused: string[] = []
  for (const ofShop of Map.groupBy(events, ({ shopId }) => shopId).values()) {
    refused.push(...(await writeShop(ofShop, context)))
  }
  return refused
}

/** All together first; when one of them cannot be stored, each by itself, so that only that one is lost. */
async function writeShop(events: RowsEvent[], context: JobContext): Promise<string[]> {
  const [first] = events
  if (!first) return []

  try {
    for (const rows of mergeRows(events.map((event) => event.rows))) await write({ ...first, rows }, context)
    return []
  } catch (error) {
    if (!isDataError(error)) throw error
    return writeSingly(events, context)
  }
}

async function writeSingly(events: RowsEvent[], context: JobContext): Promise<string[]> {
  const refused: string[] = []
  for (const event of events) {
    try {
      await write(event, context)
    } catch (error) {
      if (!isDataError(error)) throw error
      refused.push(event.id)
    }
  }
  return refused
}

/** What the rows leave in doubt already waits in Postgres; its job is only the quickest way to it. */
async function write({ shopId, platform, rows }: RowsEvent, { db, metrics, enqueue }: JobContext): Promise<void> {
  const { again = [], ...written } = await db.mirror.writePage({ shopId, rows })
  metrics.rowsWritten(platform, written)
  const kinds = again.map((resource) => ({ shopId, resource }))
  await enqueue.many(refetchObjects, z.array(refetchObjects.payload).parse(kinds))
}
