import type { Shape } from './prepare-rows.ts'
import type { MirrorColumn, MirrorTableInfo } from './tables.ts'

const head: MirrorColumn[] = [
  { name: 'external_id', type: 'text' },
  { name: 'content_hash', type: 'text' },
  { name: 'source_updated_at', type: 'timestamptz' },
]

/** Typed columns that rows of a shape have. */
export function columnsOf({ columns }: MirrorTableInfo, { named, initial }: Shape): MirrorColumn[] {
  const isSent = new Set([...named, ...initial])
  return columns.filter(({ name }) => isSent.has(name))
}

/** Where an upsert takes its rows from: a `from` clause and an expression for `raw`. Rows come in the order of their ids. */
export interface RowSource {
  from(sent: readonly MirrorColumn[], nextParameter: number): string
  raw: string
}

/** Two parameters: the rows without `raw`, as a JSON array, and their `raw` in the same order, one a line. */
export const jsonSource: RowSource = {
  from: (sent, next) => `rows from (
      json_to_recordset($${next}::text::json) as (${sent.map(({ name, type }) => `${name} ${type}`).join(', ')}),
      string_to_table($${next + 1}, E'\\n')
    ) as page(${sent.map(({ name }) => name).join(', ')}, raw)`,
  raw: 'raw::jsonb',
}

interface UpsertOptions {
  isRecorded: boolean
  isPartitioned: boolean
}

/**
 * One statement for all rows of a page that have the same shape. Parameters: `$1` shop id, `$2` origin, `$3` when they
 * were read, `$4` now, `$5` how many rows there are, of children only `$6` the versions of their parents on the page, as
 * JSON by id; then those of the source. Rows are locked in the order they come in. Answers how many were written, how
 * many of them are new, which were written when not all were, of partial rows which are new, and where `isRecorded` what
 * changed in each.
 *
 * The guard: a newer version wins, of equal ones the API's, of the API's the one read later. A tombstone gives way to a
 * later read, or to an event newer than the delete; a child's also to a parent's newer version that lists it.
 */
export function upsertStatement(
  table: MirrorTableInfo,
  shape: Shape,
  source: RowSource,
  { isRecorded, isPartitioned }: UpsertOptions,
): string {
  const { name, parent } = table
  const version = parent
    ? `greatest(excluded.source_updated_at, ($6::text::json ->> excluded.${parent.column})::timestamptz)`
    : 'excluded.source_updated_at'
  const isInitial = new Set(shape.initial)
  const sent = [...head, ...columnsOf(table, shape)]
  const names = sent.map((column) => column.name)
  const replaced = [...names.slice(1), 'raw', 'read_at', 'synced_at', 'deleted_at']
  const sourceOf = (column: string) =>
    isInitial.has(column) ? `coalesce(m.${column}, excluded.${column})` : `excluded.${column}`
  return `
    with written as (
      insert into ${name} as m (shop_id, synced_at, read_at, ${names.join(', ')}, raw)
      select $1, $4::timestamptz, case when $2 = 'api' then $3::timestamptz end, ${names.join(', ')}, ${source.raw}
      from ${source.from(sent, parent ? 7 : 6)}
      on conflict (shop_id, external_id) do update
      set ${replaced.map((column) => `${column} = ${sourceOf(column)}`).join(', ')}
      where case
        when m.deleted_at is not null and $2 = 'api' then $3::timestamptz > m.deleted_at
        when m.deleted_at is not null then ${version} > m.deleted_at
        when excluded.source_updated_at is not distinct from m.source_updated_at then $2 = 'api'
          and excluded.content_hash <> m.content_hash and (m.read_at is null or m.read_at <= excluded.read_at)
        else coalesce(excluded.source_updated_at, '-infinity') > coalesce(m.source_updated_at, '-infinity')
      end
      returning m.external_id, ${isPartitioned ? wasUnknown(name) : 'm.xmax = 0'} as is_new${isRecorded ? `, ${recordedColumns(table, names)}` : ''}
    )
    select count(*)::int as written, count(*) filter (where is_new)::int as inserted,
      case when count(*) < $5 then json_agg(external_id) end as ids,
      ${shape.isPartial ? 'json_agg(external_id) filter (where is_new)' : 'null'} as created,
      ${isRecorded ? changesOf(table, names) : 'null'} as changes
    from written`
}

/** Partitioned tables do not tell `xmax`: a statement reads the table as it was before it. */
function wasUnknown(name: string): string {
  return `not exists (select from ${name} b where b.shop_id = $1 and b.external_id = m.external_id)`
}

/** Of each written row: what its change is recorded with. */
function recordedColumns({ parent }: MirrorTableInfo, sent: readonly string[]): string {
  const typed = sent.slice(head.length).map((name) => `m.${name}`)
  return [`${parent ? `m.${parent.column}` : 'null'} as owner_id`, 'm.source_updated_at as version', ...typed].join(
    ', ',
  )
}

/**
 * Written rows beside themselves as they were: a statement reads the table as it was before it. Looked up one by one, as in
 * `compareStatement`.
 */
function changesOf({ name }: MirrorTableInfo, sent: readonly string[]): string {
  const typed = sent.slice(head.length)
  const changed = typed.map((column) => `case when w.${column} is distinct from b.${column} then '${column}' end`)
  return `(
      select json_agg(json_build_object('externalId', w.external_id, 'ownerId', w.owner_id, 'version', w.version,
        'change', case when w.is_new then 'inserted' when b.deleted_at is not null then 'restored' else 'updated' end,
        'columns', case when not w.is_new then array_remove(array[${changed.join(', ')}]::text[], null) end))
      from written w left join lateral (
        select deleted_at${typed.map((column) => `, m.${column}`).join('')} from ${name} m
        where m.shop_id = $1 and m.external_id between w.external_id and w.external_id order by m.external_id limit 1
      ) as b on true)`
}

/**
 * Ids of a page that are new, different or tombstoned here, and whether they are new. `$1` shop id, `$2` ids, `$3` their
 * hashes. Before a table is analysed Postgres takes any index that begins with the shop as good as the primary key, and
 * would read the whole shop for every row: only the primary key gives rows between two ids in their order. A subquery
 * and no join for the same reason; `offset 0`, so that each id is looked up once.
 */
export function compareStatement({ name }: MirrorTableInfo): string {
  return `
    select id, held is null as "isNew" from (
      select p.id, p.content_hash, (
        select case when m.deleted_at is null then m.content_hash else '' end from ${name} m
        where m.shop_id = $1 and m.external_id between p.id and p.id
        order by m.external_id limit 1
      ) as held
      from unnest($2::text[], $3::text[]) as p(id, content_hash)
      offset 0
    ) as compared
    where content_hash is distinct from held`
}
