import type { Transaction } from '../connection.ts'
import type { PreparedRow } from './prepare-rows.ts'
import type { UncertainObject } from './refuse-orphans.ts'
import type { MirrorTableInfo } from './tables.ts'

/** How far the platform's clock, its replicas and ours may be apart. */
const TIE_MARGIN_MS = 10_000

interface Refused {
  shopId: string
  table: MirrorTableInfo
  /** When what the webhook is about happened. */
  readAt: Date
  rows: readonly PreparedRow[]
}

/**
 * Platforms write versions in whole seconds, so two states of one object may have the same. A webhook that lost to
 * another state of its second may be the later one: unless the mirror's was read from the API well after that second,
 * the object is read again.
 */
export async function findTies(tx: Transaction, { shopId, table, readAt, rows }: Refused): Promise<UncertainObject[]> {
  const recent = rows.filter(({ version }) => version !== null && isNear(readAt, version))
  if (recent.length === 0) return []
  const tied = await tx.unsafe<{ external_id: string }[]>(
    `select m.external_id from ${table.name} m
    join unnest($2::text[], $3::text[]) as p(external_id, version) using (external_id)
    where m.shop_id = $1 and m.deleted_at is null and m.source_updated_at = p.version::timestamptz
      and (m.read_at is null or m.read_at < m.source_updated_at + $4::float8 * interval '1 millisecond')`,
    [shopId, recent.map((row) => row.externalId), recent.map((row) => row.version), TIE_MARGIN_MS],
    { prepare: true },
  )
  const ids = new Set(tied.map((row) => row.external_id))
  return recent.flatMap(({ externalId, parentId }) =>
    ids.has(externalId) ? [{ resource: table.resource, externalId: parentId ?? externalId }] : [],
  )
}

/** A webhook about something later says nothing of that second. */
function isNear(readAt: Date, version: string): boolean {
  return readAt.getTime() < Date.parse(version) + TIE_MARGIN_MS
}
