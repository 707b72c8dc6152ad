import type { Transaction } from '../connection.ts'
import { type LockedRows, lockRows, lockSubjects } from './lock-rows.ts'
import type { PreparedRow } from './prepare-rows.ts'
import { type MirrorTableInfo, mirrorTable } from './tables.ts'

/** An object to be read again, because what arrived contradicts what the mirror has. */
export interface UncertainObject {
  resource: string
  externalId: string
}

/** Rows without what they belong to, and the objects to be read again because of them. */
export interface Orphans {
  /** Ids of rows that may not be written. */
  refused: Set<string>
  uncertain: UncertainObject[]
}

interface IncomingRows {
  shopId: string
  origin: 'api' | 'webhook'
  readAt: Date
  table: MirrorTableInfo
  rows: readonly PreparedRow[]
  /** Parents that came with them, accepted or not: those are known already. */
  hasParent(parentId: string): boolean
}

/**
 * No row lives without what it belongs to. One that is older than the end of its parent is old news; one that is newer,
 * whose parent was never seen, or which a newer parent did not list, has the parent read, and comes with it.
 */
export async function refuseOrphans(tx: Transaction, arrived: IncomingRows): Promise<Orphans> {
  const orphans: Orphans = { refused: new Set(), uncertain: [] }
  await refuseWithoutParent(tx, arrived, orphans)
  await refuseWithoutSubject(tx, arrived, orphans)
  return orphans
}

async function refuseWithoutParent(tx: Transaction, arrived: IncomingRows, orphans: Orphans): Promise<void> {
  const { table, rows, shopId } = arrived
  if (!table.parent) return
  const alone = rows.flatMap((row) =>
    row.parentId === null || arrived.hasParent(row.parentId) ? [] : [{ row, parentId: row.parentId }],
  )
  const parent = mirrorTable(table.parent.table)
  const standing = await lockRows(tx, parent, { shopId, ids: alone.map(({ parentId }) => parentId) })
  const unlisted = await findUnlisted(tx, arrived, { alone, standing })
  for (const { row, parentId } of alone) {
    const goneAt = standing.get(parentId)?.goneAt
    if (goneAt === null && !unlisted.has(row.externalId)) continue
    // The API shows what there is; that its parent has not come yet is no contradiction.
    if (goneAt !== undefined || arrived.origin === 'webhook') orphans.refused.add(row.externalId)
    if (typeof goneAt !== 'number' || isNewer(row, goneAt, arrived))
      orphans.uncertain.push({ resource: parent.resource, externalId: parentId })
  }
}

interface ParentlessRows {
  alone: { row: PreparedRow; parentId: string }[]
  standing: LockedRows
}

/** Children no newer than their living parent that the mirror has not alive: the parent would have listed them. */
async function findUnlisted(
  tx: Transaction,
  { table, shopId }: IncomingRows,
  { alone, standing }: ParentlessRows,
): Promise<Set<string>> {
  const old = alone.filter(({ row: { version }, parentId }) => {
    const { goneAt = 0, version: parentVersion = null } = standing.get(parentId) ?? {}
    return goneAt === null && version !== null && parentVersion !== null && Date.parse(version) <= parentVersion
  })
  const held = await lockRows(tx, table, { shopId, ids: old.map(({ row }) => row.externalId) })
  return new Set(old.flatMap(({ row: { externalId } }) => (held.get(externalId)?.goneAt === null ? [] : [externalId])))
}

async function refuseWithoutSubject(tx: Transaction, arrived: IncomingRows, orphans: Orphans): Promise<void> {
  const { table, rows, shopId } = arrived
  for (const [index, subject] of table.subjects.entries()) {
    const ids = rows.flatMap(({ about }) => about[index] ?? [])
    const gone = new Map((await lockSubjects(tx, subject, { shopId, ids })).map((each) => [each.key, each]))
    for (const row of rows) {
      const subjectGone = gone.get(row.about[index] ?? '')
      if (!subjectGone) continue
      orphans.refused.add(row.externalId)
      if (isNewer(row, subjectGone.goneAt, arrived))
        orphans.uncertain.push({ resource: mirrorTable(subject.table).resource, externalId: subjectGone.ownerId })
    }
  }
}

/** As the guard of tombstones: what the API said later, or an event with a newer version. */
function isNewer({ version }: PreparedRow, goneAt: number, { origin, readAt }: IncomingRows): boolean {
  if (origin === 'api') return readAt.getTime() > goneAt
  return version !== null && Date.parse(version) > goneAt
}
