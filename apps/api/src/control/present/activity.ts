import type { ActivityEntry, LifeEntry, LifeState, ListedObject, RecordedChange } from '@shopmirror/db'
import { z } from 'zod'
import { iso, time, timeOrNull } from './common.ts'

/** What an entry is. */
export const activityKind = z.enum(['delivery', 'push', 'run'])
/** One word for the states of all kinds. */
export const activityStatus = z
  .enum(['open', 'succeeded', 'failed', 'ignored'])
  .describe('`failed`: also a push in conflict; `ignored`: also cancelled and superseded')

/** A run, delivery or push in the search. */
export const activitySchema = z
  .object({
    kind: activityKind,
    id: z.string(),
    shop_id: z.string().nullable(),
    platform: z.string().nullable(),
    domain: z.string().nullable(),
    status: activityStatus,
    state: z.string().describe('In the words of its kind, such as `applied`'),
    topic: z.string().describe('Topic of a delivery, kind of a push, type of a run'),
    object: z.string().nullable().describe('`table/id` or `resource/id`'),
    error: z.string().nullable(),
    at: time.describe('Received, accepted or created'),
    finished_at: timeOrNull,
  })
  .meta({ id: 'Activity' })

/** An entry as `activitySchema`. */
export function presentActivity(entry: ActivityEntry): z.input<typeof activitySchema> {
  const { shopId, at, finishedAt, ...rest } = entry
  return { ...rest, shop_id: shopId, at: at.toISOString(), finished_at: iso(finishedAt) }
}

const changeKind = z
  .enum(['inserted', 'updated', 'deleted', 'restored', 'unchanged'])
  .describe('`unchanged`: it was read again and was as the mirror had it')
const changeSource = z
  .enum(['webhook', 'read', 'run'])
  .describe('`webhook`: the delivery contained it; `read`: it was read again; `run`: a sync read it')

/** A recorded change of a row in the mirror. */
export const changeSchema = z
  .object({
    at: time,
    object: z.string().describe('`table/id` of the object'),
    row: z.string().describe('`table/id` of the row that changed, such as a line of the order'),
    change: changeKind,
    source: changeSource,
    causes: z.array(z.string()).describe('Ids of the deliveries, pushes or the run that caused it'),
    version: timeOrNull.describe("The platform's"),
    columns: z.array(z.string()).nullable().describe('Columns that changed; empty when only `raw` did'),
  })
  .meta({ id: 'ObjectChange' })

/** A change as `changeSchema`. */
export function presentChange(change: RecordedChange): z.input<typeof changeSchema> {
  const { at, object, table, rowId, source, causes, version, columns } = change
  const row = rowId === null ? object : `${table}/${rowId}`
  return { at: at.toISOString(), object, row, change: change.change, source, causes, version: iso(version), columns }
}

/** Something that happened to an object. */
export const lifeSchema = z
  .object({
    kind: z.enum(['delivery', 'change', 'push']),
    id: z.string().nullable().describe('Of a delivery or push'),
    at: time,
    state: z.string().nullable().describe('Of a delivery or push'),
    topic: z.string().nullable().describe('Topic of the delivery or kind of the push'),
    error: z.string().nullable(),
    change: changeKind.nullable(),
    source: changeSource.nullable(),
    causes: z.array(z.string()).nullable(),
    row: z.string().nullable(),
    version: timeOrNull,
    columns: z.array(z.string()).nullable(),
  })
  .meta({ id: 'LifeEntry' })

/** An entry as `lifeSchema`. */
export function presentLife({ kind, key, micros: _, at, version, ...rest }: LifeEntry): z.input<typeof lifeSchema> {
  return { ...rest, kind, id: kind === 'change' ? null : key, at: at.toISOString(), version: iso(version) }
}

/** An object's row in the mirror. */
export const lifeStateSchema = z
  .object({
    table: z.string(),
    external_id: z.string(),
    owner: z.string().nullable().describe('`table/id` of the object that it belongs to'),
    name: z.string().nullable().describe('Order number, title or SKU; `null` for customers'),
    version: timeOrNull,
    synced_at: time.describe('Last written'),
    deleted_at: timeOrNull,
  })
  .meta({ id: 'MirroredObject' })

/** A row as `lifeStateSchema`. */
export function presentLifeState(state: LifeState): z.input<typeof lifeStateSchema> {
  const { table, externalId, owner, name, version, syncedAt, deletedAt } = state
  return {
    ...{ table, external_id: externalId, owner, name, version: iso(version) },
    ...{ synced_at: syncedAt.toISOString(), deleted_at: iso(deletedAt) },
  }
}

/** An object that was found by a text. */
export const listedObjectSchema = z
  .object({
    table: z.string(),
    external_id: z.string(),
    name: z.string().nullable(),
    matched_by: z.enum(['id', 'number', 'sku', 'own_id']),
    deleted_at: timeOrNull,
  })
  .meta({ id: 'FoundObject' })

/** An object as `listedObjectSchema`. */
export function presentListed(object: ListedObject): z.input<typeof listedObjectSchema> {
  const { table, externalId, name, matchedBy, deletedAt } = object
  return { table, external_id: externalId, name, matched_by: matchedBy, deleted_at: iso(deletedAt) }
}
