import type { Connection, Transaction } from '../connection.ts'
import { createId } from '../create-id.ts'
import { placeOf } from '../credentials-repository.ts'
import { idKeyOf } from '../mirror/id-key.ts'

/** What became of an object that cannot be mirrored. */
export interface Quarantined {
  table: string
  externalId: string
  reason: string
}

/** An object to be kept in quarantine. Its raw form is encrypted before it is stored. */
export interface NewQuarantined extends Quarantined {
  /** ISO 8601; whatever Postgres does not take is left out. */
  version: string | null
  sqlstate: string | null
  /** JSON text; `null` where it could not be made. */
  raw: string | null
  deliveryId?: string | undefined
}

interface Source {
  shopId: string
  runId?: string | undefined
}

/** What was read or written without errors. */
export interface StoredObject {
  table: string
  externalId: string
  version: string | null
}

type Keys = Pick<Connection, 'sql' | 'keyring' | 'now'>

/** The years of four digits, which Postgres and JavaScript write alike; `null` for every other time. */
function timeIn(version: string | null): string | null {
  return version !== null && /^(?!0000)\d{4}-/.test(version) ? version : null
}

/** Within the transaction that wrote the rest. Raw objects come second, because they are bound to the row's id. */
export async function quarantineObjects(
  { sql, keyring, now }: Keys,
  { shopId, runId }: Source,
  objects: readonly NewQuarantined[],
): Promise<void> {
  if (objects.length === 0) return
  const known = new Map(
    objects.map((each) => [`${each.table}/${idKeyOf(each.externalId)}`, { ...each, id: createId('qrn') }]),
  )
  const rows = [...known.values()].map(({ raw: _raw, version, externalId, ...rest }) => ({
    ...rest,
    externalId: idKeyOf(externalId),
    version: timeIn(version),
  }))
  const stored = await sql<{ id: string; key: string }[]>`
    insert into quarantine as q
      (id, shop_id, table_name, external_id, source_updated_at, reason, sqlstate, run_id, delivery_id, first_seen_at, last_seen_at)
    select r.id, ${shopId}, r."table", r."externalId", r.version, r.reason, r.sqlstate, ${runId ?? null}, r."deliveryId",
      ${now().toISOString()}::timestamptz, ${now().toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(id text, "table" text, "externalId" text,
      version timestamptz, reason text, sqlstate text, "deliveryId" text)
    order by r."table", r."externalId" collate "C"
    on conflict (shop_id, table_name, external_id) do update set source_updated_at = excluded.source_updated_at,
      reason = excluded.reason, sqlstate = excluded.sqlstate, run_id = excluded.run_id, delivery_id = excluded.delivery_id,
      last_seen_at = excluded.last_seen_at
    returning id, table_name || '/' || external_id as key`
  for (const { id, key } of stored) {
    const raw = known.get(key)?.raw ?? null
    await sql`update quarantine set raw = ${raw === null ? null : keyring.encrypt(raw, placeOf(id, 'raw'))} where id = ${id}`
  }
}

interface Release {
  shopId: string
  readAt: Date
  objects: readonly StoredObject[]
}

/** Objects that are well again leave, unless what is kept of them is newer. */
export async function releaseObjects(sql: Transaction, { shopId, readAt, objects }: Release): Promise<void> {
  if (objects.length === 0) return
  await sql`
    delete from quarantine q
    using unnest(
      ${objects.map(({ table }) => table)}::text[], ${objects.map(({ externalId }) => idKeyOf(externalId))}::text[],
      ${objects.map(({ version }) => timeIn(version))}::text[]
    ) as sound (table_name, external_id, version)
    where q.shop_id = ${shopId} and q.table_name = sound.table_name and q.external_id = sound.external_id
      and coalesce(sound.version::timestamptz >= q.source_updated_at, q.last_seen_at <= ${readAt.toISOString()}::timestamptz)`
}
