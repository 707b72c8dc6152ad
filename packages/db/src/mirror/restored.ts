import type { Transaction } from '../connection.ts'
import type { UncertainObject } from './refuse-orphans.ts'
import { aboutRowsOf, type MirrorTableInfo } from './tables.ts'

interface RestoredRows {
  table: MirrorTableInfo
  shopId: string
  externalIds: string[]
}

/** What went when these rows went, and that no page of theirs lists: whether it is back as well has to be asked. */
export async function findRestored(
  tx: Transaction,
  { table, shopId, externalIds }: RestoredRows,
): Promise<UncertainObject[]> {
  if (externalIds.length === 0) return []
  const uncertain: UncertainObject[] = []
  for (const { table: other, subject } of aboutRowsOf(table.name)) {
    const rows = await tx.unsafe<{ external_id: string }[]>(
      `select external_id from ${other.name} where shop_id = $1 and deleted_at is not null and ${subject.column} in (
        select ${subject.key} from ${subject.table} where shop_id = $1 and external_id = any($2::text[]))`,
      [shopId, externalIds],
      { prepare: true },
    )
    uncertain.push(...rows.map((row) => ({ resource: other.resource, externalId: row.external_id })))
  }
  return uncertain
}
