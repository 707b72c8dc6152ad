import type { Transaction } from '../connection.ts'
import { isolateRefused } from '../isolate-refused.ts'
import { type NewQuarantined, quarantineObjects } from '../quarantine/keep.ts'
import { saveCheckpoint } from './checkpoint.ts'
import { totalOfParts } from './counts.ts'
import { objectsOf, type PageObject, partOf, rawOf } from './page-objects.ts'
import type { UnmappedObject } from './prepare-page.ts'
import { collectChanges, recordChanges } from './record-changes.ts'
import { tombstoneRows } from './tombstones.ts'
import type { UpsertContext } from './upsert-rows.ts'
import { writeTables } from './write-page.ts'
import {
  type Deleted,
  deletionsOf,
  goneOf,
  hold,
  type Keys,
  type PageResult,
  type PreparedWrite,
  release,
  requestRereads,
} from './write-prepared.ts'

/** Takes every row: by COPY, one that was inserted since it was compared refuses all of them. */
const asJson = {
  copyFrom: { newRows: Number.POSITIVE_INFINITY, changedRows: Number.POSITIVE_INFINITY },
  mayStage: false,
}

/** Object by object where it has to be: what Postgres refuses is quarantined, the rest is written. */
export async function writeValid(tx: Transaction, write: PreparedWrite, keys: Keys): Promise<PageResult> {
  const { isPartitioned } = await hold(tx, write, keys)
  const now = keys.now()
  const { written, objects, ...kept } = await writeObjects(tx, write, { now, isPartitioned })
  const { count, gone, ...left } = await deleteObjects(tx, write, now)
  const noted = [...kept.noted, ...left.noted]
  const changed = await recordChanges(tx, { shopId: write.shopId, now, origin: write.record }, noted)
  const found = [...write.page.unmapped.map(unmapped), ...kept.found, ...left.found]
  const withDelivery = found.map((each) => ({ ...each, deliveryId: write.deliveryOf?.(each.table, each.externalId) }))
  await quarantineObjects({ sql: tx, ...keys }, { ...write, runId: write.checkpoint?.runId }, withDelivery)
  await release(tx, write, [...objects, ...gone.map(goneOf)])

  const counts = totalOfParts(written.map(({ counts: part }) => part))
  counts.deleted += count
  const { checkpoint } = write
  if (checkpoint)
    await saveCheckpoint(tx, { shopId: write.shopId, checkpoint, counts, quarantined: found.length, now: keys.now() })
  const again = [...new Set(written.flatMap(({ uncertain }) => uncertain.map(({ resource }) => resource)))]
  const quarantined = found.map(({ table, externalId, reason }) => ({ table, externalId, reason }))
  return {
    ...counts,
    ...(again.length > 0 && { again }),
    ...(quarantined.length > 0 && { quarantined }),
    ...(changed.length > 0 && { changed }),
  }
}

async function writeObjects(
  tx: Transaction,
  write: PreparedWrite,
  context: Pick<UpsertContext, 'now' | 'isPartitioned'>,
) {
  const all = objectsOf(write.tables)
  const isWhole = ({ rows }: PageObject) => !rows.some(({ row }) => row.isBroken)
  const { results, refused } = await isolateRefused(all.filter(isWhole), (objects) =>
    inSavepoint(tx, async (inner) => {
      const tables = partOf(write.tables, objects)
      const { note, noted } = collectChanges(write.record)
      const page = { ...write.page, ...asJson, ...context, shopId: write.shopId, tables, note }
      const written = await writeTables(inner, page)
      await requestRereads(inner, write, written.uncertain)
      return { written, objects, noted }
    }),
  )
  const broken = all.filter((object) => !isWhole(object)).map((object) => quarantinedOf(object, UNWRITABLE))
  return {
    written: results.map(({ written }) => written),
    objects: results.flatMap(({ objects }) => objects),
    noted: results.flatMap(({ noted }) => noted),
    found: [...broken, ...refused.map(({ item, refusal }) => quarantinedOf(item, refusal))],
  }
}

async function deleteObjects(tx: Transaction, write: PreparedWrite, now: Date) {
  const { results, refused } = await isolateRefused(deletionsOf(write), (deletions) =>
    inSavepoint(tx, async (inner) => {
      let count = 0
      const { note, noted } = collectChanges(write.record)
      for (const { table, externalId, at } of deletions)
        count += await tombstoneRows(inner, { shopId: write.shopId, table, externalIds: [externalId], at, now, note })
      return { count, deletions, noted }
    }),
  )
  return {
    count: results.reduce((sum, { count }) => sum + count, 0),
    gone: results.flatMap(({ deletions }) => deletions),
    noted: results.flatMap(({ noted }) => noted),
    found: refused.map(({ item, refusal }) => undeletable(item, refusal)),
  }
}

async function inSavepoint<Result>(tx: Transaction, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  if (!('savepoint' in tx)) throw new Error('Objects are isolated within a transaction only.')
  return (await tx.savepoint((inner) => work(inner))) as Result
}

type Fault = Pick<NewQuarantined, 'reason' | 'sqlstate'>

const UNWRITABLE: Fault = {
  reason: 'It has no JSON form: a time in it is invalid, or it is nested too deeply.',
  sqlstate: null,
}
const UNMAPPED: Fault = {
  reason: 'It could not be mapped: the platform sent a shape that the adapter does not know.',
  sqlstate: null,
}

function quarantinedOf(object: PageObject, fault: Fault): NewQuarantined {
  const { table, externalId, version } = object
  return { table, externalId, version, ...fault, raw: rawOf(object) }
}

function undeletable({ table, externalId }: Deleted, fault: Fault): NewQuarantined {
  return { table, externalId, version: null, ...fault, raw: null }
}

function unmapped({ table, externalId, raw }: UnmappedObject): NewQuarantined {
  return { table, externalId, version: null, ...UNMAPPED, raw: jsonIfAny({ [table]: [raw] }) }
}

function jsonIfAny(value: unknown): string | null {
  try {
    return JSON.stringify(value)
  } catch {
    return null
  }
}
