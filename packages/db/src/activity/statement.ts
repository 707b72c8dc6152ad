import { partPattern, selectMatching, type TableWithErrors } from '../with-error.ts'
import type { ActivityFilter, ActivityKind, ActivityStatus } from './entry.ts'
import type { SearchedObjects } from './find-objects.ts'

/** One range of ids to be searched. */
export interface StatementInput extends ActivityFilter {
  accountId: string | null
  objects: SearchedObjects | null
  /** The part of ids after their prefix, inclusive. */
  from: string
  /** Exclusive. */
  to: string
  limit: number
}

/** How one kind is searched. */
interface Source {
  table: TableWithErrors
  prefix: string
  topic: string
  object: string
  at: string
  /** Conditions by status. */
  statuses: Record<ActivityStatus, string>
  /** Condition that the row is about one of the objects; `null`: its objects are not known. */
  isAbout: ((objects: ObjectParameters) => string) | null
}

interface ObjectParameters {
  all: string
  named: string
  shops: string
  pairs: string
}

const isAmong = (column: string, { named, shops, pairs }: ObjectParameters) =>
  `(x.${column} = any(${named}) or (x.shop_id, x.${column}) in (select * from unnest(${shops}::text[], ${pairs}::text[])))`

const sources: Record<ActivityKind, Source> = {
  delivery: {
    table: 'webhook_deliveries',
    prefix: 'dlv_',
    topic: 'topic',
    object: 'object',
    at: 'received_at',
    statuses: {
      open: 'x.handled_at is null',
      succeeded: "x.status = 'applied'",
      failed: "x.status = 'failed'",
      ignored: "x.status = 'ignored'",
    },
    // With the expression of the index.
    isAbout: (objects) => `left(x.object, 255) = any(${objects.all}) and ${isAmong('object', objects)}`,
  },
  push: {
    table: 'pushes',
    prefix: 'psh_',
    topic: 'kind',
    object: 'mirror_object',
    at: 'created_at',
    statuses: {
      open: "x.status in ('pending', 'held', 'processing')",
      succeeded: "x.status = 'completed'",
      failed: "x.status in ('failed', 'conflict')",
      ignored: "x.status in ('superseded', 'cancelled')",
    },
    isAbout: (objects) => `x.mirror_object = any(${objects.all}) and ${isAmong('mirror_object', objects)}`,
  },
  run: {
    table: 'sync_runs',
    prefix: 'run_',
    topic: 'type',
    object: 'null::text',
    at: 'created_at',
    statuses: {
      open: "x.status in ('queued', 'running', 'paused')",
      succeeded: "x.status = 'succeeded'",
      failed: "x.status = 'failed'",
      ignored: "x.status = 'cancelled'",
    },
    isAbout: null,
  },
}

/** One statement for all kinds, newest first; `null` when no kind can match. */
export function statementFor(
  input: StatementInput,
): { text: string; values: (string | string[] | number | null)[] } | null {
  const values: (string | string[] | number | null)[] = []
  const bind = (value: string | string[] | number | null) => `$${values.push(value)}`
  const limit = bind(input.limit)
  const objects = input.objects && bindObjects(input.objects, bind)
  const kinds = Object.entries(sources).filter(
    ([kind, { isAbout }]) => (input.kind ?? kind) === kind && (objects === null || isAbout !== null),
  )
  if (kinds.length === 0) return null
  const parts = kinds.map(([kind, source]) => partFor(kind, source, { input, objects, bind, limit }))
  const text = `
    select e.kind, e.id, e.shop_id as "shopId", coalesce(s.platform, e.platform) as platform, s.domain, e.status, e.state, e.topic,
      e.object, e.error, e.at, e.finished_at as "finishedAt"
    from (select * from (${parts.join('\nunion all\n')}) as u order by position desc limit ${limit}) as e left join shops s on s.id = e.shop_id
    order by e.position desc`
  return { text, values }
}

interface Part {
  input: StatementInput
  objects: ObjectParameters | null
  bind(value: string | string[] | null): string
  limit: string
}

function partFor(kind: string, source: Source, part: Part): string {
  const { prefix, topic, object, at, statuses } = source
  const { input, bind, limit } = part
  const { accountId, shopId, status } = input
  const keys = [
    `x.id >= ${bind(prefix + input.from)}`,
    `x.id < ${bind(prefix + input.to)}`,
    shopId !== undefined && `x.shop_id = ${bind(shopId)}`,
    accountId !== null && `x.shop_id in (select id from shops where account_id = ${bind(accountId)})`,
  ].filter((condition) => typeof condition === 'string')
  const conditions = [
    ...keys,
    status && statuses[status],
    input.topic !== undefined && `x.${topic} = ${bind(input.topic)}`,
  ].filter((condition) => typeof condition === 'string')
  const cases = Object.entries(statuses).map(([name, condition]) => `when ${condition} then '${name}'`)
  return `(select '${kind}' as kind, x.id, nullif(x.shop_id, '') as shop_id, ${kind === 'delivery' ? 'x.platform' : 'null'} as platform,
      case ${cases.join(' ')} else 'failed' end as status, x.status as state, x.${topic} as topic,
      ${object.includes('::') ? object : `x.${object}`} as object, x.error, x.${at} as at,
      ${kind === 'delivery' ? 'x.handled_at' : 'x.finished_at'} as finished_at, substr(x.id, 5) collate "C" as position
    from ${rowsFor(source, part, keys)} where ${conditions.join(' and ')} order by x.id desc limit ${limit})`
}

/** The rows `x` to be looked at: of the objects, with the error, or all. */
function rowsFor({ table, isAbout }: Source, { input: { error }, objects, bind }: Part, keys: string[]): string {
  const pattern = error !== undefined && bind(partPattern(error))
  if (objects && isAbout) {
    const condition = isAbout(objects)
    return `${onlyAbout(table, pattern ? `${condition} and x.error ilike ${pattern}` : condition)} x`
  }
  return pattern ? `${selectMatching(table, pattern, keys)} m join ${table} x on x.id = m.id` : `${table} x`
}

/** `offset 0`: found by the index on the object, never by looking through all ids for those of the object. */
function onlyAbout(table: string, condition: string): string {
  return `(select * from ${table} x where ${condition} offset 0)`
}

function bindObjects({ named, pairs }: SearchedObjects, bind: (value: string[]) => string): ObjectParameters {
  const begin = (object: string) => object.slice(0, 255)
  return {
    all: bind([...named, ...pairs.map(({ object }) => object)].map(begin)),
    named: bind(named),
    shops: bind(pairs.map(({ shopId }) => shopId)),
    pairs: bind(pairs.map(({ object }) => object)),
  }
}
