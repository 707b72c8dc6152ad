import type { Transaction } from '../connection.ts'
import type { MirrorTableInfo, Subject } from './tables.ts'
import { mirrorTable } from './tables.ts'

/** How a row stands; times in ms since the epoch. */
export interface LockedRow {
  /** `null` while it lives. */
  goneAt: number | null
  version: number | null
}

/** By id; unknown ids are absent. */
export type LockedRows = ReadonlyMap<string, LockedRow>

const GONE_AT = '(extract(epoch from deleted_at) * 1000)::float8'
const VERSION = '(extract(epoch from source_updated_at) * 1000)::float8'

interface Wanted {
  shopId: string
  ids: Iterable<string>
}

/** Until the transaction ends these rows are neither deleted nor revived by others. Locked in the order in which every writer locks. */
export async function lockRows(tx: Transaction, table: MirrorTableInfo, { shopId, ids }: Wanted): Promise<LockedRows> {
  const asked = [...new Set(ids)]
  if (asked.length === 0) return new Map()
  const rows = await tx.unsafe<(LockedRow & { id: string })[]>(
    `select external_id as id, ${GONE_AT} as "goneAt", ${VERSION} as version from ${table.name}
    where shop_id = $1 and external_id = any($2::text[]) order by external_id for no key update`,
    [shopId, asked],
    { prepare: true },
  )
  return new Map(rows.map(({ id, ...held }) => [id, held]))
}

/** Of what rows are about: every row that has such a key is gone, the last one at `goneAt`; `ownerId` is read again. */
export interface GoneSubject {
  key: string
  goneAt: number
  ownerId: string
}

/** As `lockRows`, by another column than the id. What the mirror does not know is not gone. */
export async function lockSubjects(tx: Transaction, subject: Subject, { shopId, ids }: Wanted): Promise<GoneSubject[]> {
  const asked = [...new Set(ids)]
  if (asked.length === 0) return []
  const { parent } = mirrorTable(subject.table)
  return tx.unsafe<GoneSubject[]>(
    `with held as (
      select ${subject.key} as key, deleted_at, ${GONE_AT} as gone_at, ${parent?.column ?? 'external_id'} as owner
      from ${subject.table} where shop_id = $1 and ${subject.key} = any($2::text[]) order by external_id for share
    )
    select key, max(gone_at) as "goneAt", max(owner) as "ownerId" from held
    group by key having bool_and(deleted_at is not null)`,
    [shopId, asked],
    { prepare: true },
  )
}
