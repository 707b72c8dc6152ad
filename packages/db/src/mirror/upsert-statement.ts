import type { Shape } from './prepare-rows.ts'
import type { MirrorColumn, MirrorTableInfo } from './tables.ts'

const head: MirrorColumn[] = [
  { name: 'external_id', type: 'text' },
  { name: 'content_hash', type: 'text' },
  { name: 'source_updated_at', type: 'timestamptz' },
]

/**
 * One statement for all rows of a page that have the same shape. Parameters: `$1` the rows without `raw`, as a JSON
 * array, `$2` their `raw` in the same order, one a line, `$3` shop id, `$4` origin, `$5` when they were read, `$6` now,
 * `$7` how many rows there are, `$8` of children only, the versions of their parents on the page, as JSON by id. Rows
 * are locked in the order they come in. Answers how many were written, how many of them are new, which were written
 * when not all were, and of partial rows which are new.
 *
 * The guard: a newer version wins, of equal ones the API's, of the API's the one read later. A tombstone gives way to a
 * later read, or to an event newer than the delete; a child's also to a parent's newer version that lists it.
 */
export function upsertStatement({ name, columns, parent }: MirrorTableInfo, shape: Shape): string {
  const version = parent
    ? `greatest(excluded.source_updated_at, ($8::text::json ->> excluded.${parent.column})::timestamptz)`
    : 'excluded.source_updated_at'
  const isInitial = new Set(shape.initial)
  const isSent = new Set([...shape.named, ...shape.initial])
  const sent = [...head, ...columns.filter((column) => isSent.has(column.name))]
  const names = sent.map((column) => column.name)
  const replaced = [...names.slice(1), 'raw', 'read_at', 'synced_at', 'deleted_at']
  const sourceOf = (column: string) =>
    isInitial.has(column) ? `coalesce(m.${column}, excluded.${column})` : `excluded.${column}`
  return `
    with written as (
      insert into ${name} as m (shop_id, synced_at, read_at, ${names.join(', ')}, raw)
      select $3, $6::timestamptz, case when $4 = 'api' then $5::timestamptz end, ${names.join(', ')}, raw::jsonb
      from rows from (
        json_to_recordset($1::text::json) as (${sent.map((column) => `${column.name} ${column.type}`).join(', ')}),
        string_to_table($2, E'\\n')
      ) as page(${names.join(', ')}, raw)
      on conflict (shop_id, external_id) do update
      set ${replaced.map((column) => `${column} = ${sourceOf(column)}`).join(', ')}
      where case
        when m.deleted_at is not null and $4 = 'api' then $5::timestamptz > m.deleted_at
        when m.deleted_at is not null then ${version} > m.deleted_at
        when excluded.source_updated_at is not distinct from m.source_updated_at then $4 = 'api'
          and excluded.content_hash <> m.content_hash and (m.read_at is null or m.read_at <= excluded.read_at)
        else coalesce(excluded.source_updated_at, '-infinity') > coalesce(m.source_updated_at, '-infinity')
      end
      returning m.external_id, m.xmax = 0 as is_new
    )
    select count(*)::int as written, count(*) filter (where is_new)::int as inserted,
      case when count(*) < $7 then json_agg(external_id) end as ids,
      ${shape.isPartial ? 'json_agg(external_id) filter (where is_new)' : 'null'} as created
    from written`
}

/**
 * Ids of a page that are new, different or tombstoned here. `$1` shop id, `$2` ids, `$3` their hashes. A subquery and no
 * join: before a table is analysed Postgres would join by reading the whole shop for every page.
 */
export function compareStatement({ name }: MirrorTableInfo): string {
  return `
    select p.external_id from unnest($2::text[], $3::text[]) as p(external_id, content_hash)
    where p.content_hash is distinct from (
      select m.content_hash from ${name} m
      where m.shop_id = $1 and m.external_id = p.external_id and m.deleted_at is null
    )`
}
