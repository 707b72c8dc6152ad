import type { Connection, Transaction } from '../connection.ts'
import { type Quarantined, releaseObjects, type StoredObject } from '../quarantine/keep.ts'
import { refetchesRepository } from '../refetches-repository.ts'
import { type Checkpoint, saveCheckpoint } from './checkpoint.ts'
import type { ComparedTable } from './compare-page.ts'
import { type PageCounts, total } from './counts.ts'
import { lockRun, lockShop } from './lock.ts'
import { objectsOf } from './page-objects.ts'
import type { PreparedPage } from './prepare-page.ts'
import { type ChangeOrigin, collectChanges, recordChanges } from './record-changes.ts'
import { mirrorTables } from './tables.ts'
import { type Deletion, tombstoneRows } from './tombstones.ts'
import { type Written, writeTables } from './write-page.ts'

/** Everything that one transaction writes: rows, deletes and the run's checkpoint. */
export interface PreparedWrite {
  shopId: string
  page: PreparedPage
  tables: readonly ComparedTable[]
  /** Deletes reported beside the rows; a row that is newer than its delete stays. */
  deleted: readonly Pick<Deletion, 'table' | 'externalIds' | 'at'>[]
  checkpoint?: Checkpoint | undefined
  /** Which delivery brought an object. */
  deliveryOf?: ((table: string, externalId: string) => string | undefined) | undefined
  /** Records what changes; absent: it is not recorded. */
  record?: ChangeOrigin | undefined
}

/** What a write has changed. `again` and `quarantined` say what is not in the mirror yet. */
export interface PageResult extends PageCounts {
  /** Resources of which objects wait in `refetches`, because what was written leaves them in doubt; absent when none do. */
  again?: string[]
  /** Objects that could not be stored and are kept apart; absent when there are none. */
  quarantined?: Quarantined[]
  /** `table/external_id` of the objects whose changes were recorded; absent when none were. */
  changed?: string[]
}

/** What a write needs of the connection. */
export type Keys = Pick<Connection, 'keyring' | 'now' | 'copyFrom'>

/** Whether it is known before that some of it cannot be written. */
export function isBroken({ tables, unmapped }: PreparedPage): boolean {
  return unmapped.length > 0 || tables.some(({ rows }) => rows.some((row) => row.isBroken))
}

/**
 * All of it, table by table. Throws when Postgres refuses any of it, or when it cannot go by COPY: then `writeValid` tells
 * which.
 */
export async function writeAll(tx: Transaction, write: PreparedWrite, keys: Keys): Promise<PageResult> {
  const { hasQuarantine, mayStage, isPartitioned } = await hold(tx, write, keys)
  const { copyFrom } = keys
  const { note, noted } = collectChanges(write.record)
  const page = { ...write.page, shopId: write.shopId, now: keys.now(), copyFrom, mayStage, isPartitioned, note }
  const { counts: tables, uncertain } = await writeTables(tx, { ...page, tables: write.tables })
  const counts = total(tables)
  for (const gone of write.deleted) counts.deleted += await tombstoneRows(tx, { ...page, ...gone })
  const again = await requestRereads(tx, write, uncertain)
  const changed = await recordChanges(tx, { ...page, origin: write.record }, noted)
  if (hasQuarantine) await release(tx, write, [...objectsOf(write.tables), ...deletionsOf(write).map(goneOf)])
  if (write.checkpoint)
    await saveCheckpoint(tx, {
      shopId: write.shopId,
      checkpoint: write.checkpoint,
      counts,
      quarantined: 0,
      now: page.now,
    })
  return { ...counts, ...(again.length > 0 && { again }), ...(changed.length > 0 && { changed }) }
}

/** One object that the platform reported as deleted at `at`. */
export interface Deleted {
  table: string
  externalId: string
  at: Date
}

/** The deletes of a page, one by one. */
export function deletionsOf({ deleted }: Pick<PreparedWrite, 'deleted'>): Deleted[] {
  return deleted.flatMap(({ externalIds, table, at }) => externalIds.map((externalId) => ({ table, externalId, at })))
}

/** A deleted object with the time of its deletion as its version. */
export function goneOf({ table, externalId, at }: Deleted): StoredObject {
  return { table, externalId, version: at.toISOString() }
}

/** Locks the run of the page, or else its shop, until the transaction ends. Throws `FencedError` when the run is no longer the caller's. */
export function hold(tx: Transaction, { shopId, checkpoint }: PreparedWrite, { now }: Keys) {
  return checkpoint ? lockRun(tx, checkpoint, now()) : lockShop(tx, shopId)
}

/** Removes objects from quarantine that have been stored or deleted now. */
export function release(
  tx: Transaction,
  { shopId, page: { readAt } }: PreparedWrite,
  objects: StoredObject[],
): Promise<void> {
  return releaseObjects(tx, { shopId, readAt, objects })
}

/** Adds uncertain objects to those that are read again. Returns their resources, each once. */
export async function requestRereads(
  tx: Transaction,
  { shopId, record }: Pick<PreparedWrite, 'shopId' | 'record'>,
  uncertain: Written['uncertain'],
): Promise<string[]> {
  const objects = new Map(
    uncertain.map((doubt) => {
      const causes = record?.causesOf(tableOf(doubt.resource), doubt.externalId) ?? []
      return [`${doubt.resource} ${doubt.externalId}`, { shopId, ...doubt, causes }]
    }),
  )
  await refetchesRepository({ sql: tx }).add([...objects.values()])
  return [...new Set(uncertain.map(({ resource }) => resource))]
}

/** Table of the resource's objects. */
function tableOf(resource: string): string {
  const own = [...mirrorTables.values()].find((table) => table.resource === resource && !table.parent)
  return own?.name ?? resource
}
