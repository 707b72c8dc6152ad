import type { MirrorTableInfo } from './tables.ts'

/**
 * One statement for a whole page: the rows come as one JSON array and are taken apart by Postgres.
 * Parameters: `$1` the page, `$2` shop id, `$3` origin, `$4` when it was read, `$5` now. Answers the ids written and
 * whether each is new.
 *
 * The guard: a newer version wins, an equal one that differs is believed from the API, an older one never. A tombstone
 * gives way to a later read, or to an event newer than the delete.
 */
export function upsertStatement({ name, columns }: MirrorTableInfo): string {
  const typed = columns.map((column) => column.name)
  const stored = ['external_id', 'content_hash', 'source_updated_at', 'raw', ...typed]
  return `
    insert into ${name} as m (shop_id, synced_at, deleted_at, ${stored.join(', ')})
    select $2, $5::timestamptz, null, r.external_id, r.content_hash, r.source_updated_at, r.raw${typed.map((column) => `, r.${column}`).join('')}
    from jsonb_to_recordset($1::text::jsonb)
      as r(external_id text, content_hash text, source_updated_at timestamptz, raw jsonb,
        ${columns.map(({ name: column, type }) => `${column} ${type}`).join(', ')})
    order by r.external_id
    on conflict (shop_id, external_id) do update
    set synced_at = excluded.synced_at, deleted_at = null,
      ${stored
        .slice(1)
        .map((column) => `${column} = excluded.${column}`)
        .join(', ')}
    where case
      when m.deleted_at is not null and $3 = 'api' then $4::timestamptz > m.deleted_at
      when m.deleted_at is not null then excluded.source_updated_at > m.deleted_at
      when excluded.source_updated_at is not distinct from m.source_updated_at
        then $3 = 'api' and excluded.content_hash <> m.content_hash
      else coalesce(excluded.source_updated_at, '-infinity') > coalesce(m.source_updated_at, '-infinity')
    end
    returning m.external_id, (xmax = 0) as inserted`
}

/** Ids of a page that are new, different or tombstoned here. `$1` shop id, `$2` ids, `$3` their hashes. */
export function compareStatement({ name }: MirrorTableInfo): string {
  return `
    select p.external_id from unnest($2::text[], $3::text[]) as p(external_id, content_hash)
    left join ${name} m on m.shop_id = $1 and m.external_id = p.external_id
    where m.external_id is null or m.content_hash <> p.content_hash or m.deleted_at is not null`
}
