import type { Transaction } from '../connection.ts'
import { FencedError } from '../errors.ts'
import { toStorableJson } from '../mirror/storable.ts'
import type { PushLease } from './lease.ts'

/** A push that is to be sent, or whose call may be under way. */
export interface OpenPush {
  id: string
  seq: number
  kind: string
  entity: string
  object: Record<string, string>
  payload: Record<string, unknown>
  target: Record<string, unknown> | null
  objectKey: string | null
  attempts: number
  attemptKey: string | null
  attemptAt: Date | null
  firstSentAt: Date | null
  attemptRequest: Record<string, unknown> | null
  /** Leads to the trace of its acceptance. */
  traceContext: string | null
}

const columns = `id, seq, kind, entity, object, payload, target, object_key as "objectKey", attempts,
  attempt_key as "attemptKey", attempt_at as "attemptAt", first_sent_at as "firstSentAt",
  attempt_request as "attemptRequest", trace_context as "traceContext"`

async function read(
  sql: Transaction,
  statement: string,
  parameters: (string | number | string[])[],
): Promise<OpenPush[]> {
  const rows = await sql.unsafe<(OpenPush & { attemptAt: string | null; firstSentAt: string | null })[]>(
    statement,
    parameters,
  )
  return rows.map(({ attemptAt, firstSentAt, ...push }) => ({
    ...{ ...push, attemptAt: toDate(attemptAt), firstSentAt: toDate(firstSentAt) },
  }))
}

const toDate = (text: string | null) => (text === null ? null : new Date(text))

/**
 * The first open push of the object before `p`. For each push one search of the index of objects: the order makes Postgres
 * choose it also where it knows nothing about the table yet, and then everything else takes a time that grows with the
 * square of the backlog.
 */
function firstBefore(condition = ''): string {
  return `(select e.id from pushes e where e.shop_id = p.shop_id and e.object_key = p.object_key and e.seq < p.seq
    and e.status in ('pending', 'held', 'processing', 'conflict') ${condition} order by e.object_key, e.seq limit 1)`
}

const underWaySql = `select ${columns} from pushes p where shop_id = $1 and status = 'processing'
  and not exists (select from pushes o where o.shop_id = p.shop_id and o.attempt_key = p.attempt_key
    and o.status = 'processing' and o.due_at > $2)`

const unresolvedSql = `select ${columns} from pushes p where shop_id = $1 and status = 'pending' and target is null
  and (object_key is null or due_at <= $2 and ${firstBefore()} is null)
  order by seq limit $3`

/**
 * Pushes whose object is not resolved yet, in their order. One that waits for an object that an earlier push creates is
 * among them once that push has ended.
 */
export async function unresolved(
  sql: Transaction,
  { shopId, now, limit }: { shopId: string; now: Date; limit: number },
): Promise<OpenPush[]> {
  return read(sql, unresolvedSql, [shopId, now.toISOString(), limit])
}

/**
 * What a sender begins with, in one statement: pushes whose call was begun and never concluded, in the order of their ids,
 * and those that are not resolved yet.
 */
export async function firstLook(
  sql: Transaction,
  { shopId, now, limit }: { shopId: string; now: Date; limit: number },
): Promise<{ underWay: OpenPush[]; unresolved: OpenPush[] }> {
  const statement = `(${underWaySql}) union all (${unresolvedSql})`
  const found = await read(sql, statement, [shopId, now.toISOString(), limit])
  const underWay = found.filter(({ attemptKey }) => attemptKey !== null)
  return {
    underWay: underWay.sort((a, b) => (a.id < b.id ? -1 : 1)),
    unresolved: found.filter(({ attemptKey }) => attemptKey === null).sort((a, b) => a.seq - b.seq),
  }
}

/** Where the first open push stands of each object that pushes name by the caller's own id: its `seq`, by own id. */
export async function firstOpen(
  sql: Transaction,
  shopId: string,
  { entity, ownIds }: { entity: string; ownIds: readonly string[] },
): Promise<Map<string, number>> {
  if (ownIds.length === 0) return new Map()
  const rows = await sql<{ ownId: string; seq: number }[]>`
    select object ->> 'own_id' as "ownId", min(seq) as seq from pushes
    where shop_id = ${shopId} and entity = ${entity} and object ->> 'own_id' = any(${[...ownIds]}::text[])
      and status in ('pending', 'held', 'processing', 'conflict') group by 1`
  return new Map(rows.map(({ ownId, seq }) => [ownId, Number(seq)]))
}

/**
 * Pending pushes of objects of which at least one is due, in their order, at most `limit` due ones. None of an object
 * with an earlier push that is held, under way, in conflict or not resolved yet, and none of the objects `except`.
 */
export async function sendable(
  sql: Transaction,
  { shopId, now, limit, except }: { shopId: string; now: Date; limit: number; except: readonly string[] },
): Promise<OpenPush[]> {
  const found = await read(
    sql,
    `with due as materialized (
      select object_key from (
        select * from pushes where shop_id = $1 and status = 'pending' and due_at <= $2 and target is not null
          and object_key <> all($4::text[]) order by seq offset 0) as p
      where ${firstBefore("and (e.status <> 'pending' or e.target is null)")} is null limit $3
    )
    select ${columns} from pushes p
    where p.shop_id = $1 and p.status = 'pending' and p.target is not null
      and p.object_key = any((select array_agg(distinct object_key) from due)::text[])
      and ${firstBefore("and (e.status <> 'pending' or e.target is null)")} is null
    order by p.object_key, p.seq`,
    [shopId, now.toISOString(), limit, [...except]],
  )
  return found.sort((a, b) => a.seq - b.seq)
}

/** What a push resolves to. */
export interface Resolution {
  id: string
  /** `null`: an earlier push creates the object; this one waits for it. */
  target: Record<string, unknown> | null
  objectKey: string
}

/**
 * Stores what pushes resolve to; those that are no longer pending stay as they are. New pushes are due from now on: the
 * clock that accepted them may run ahead.
 */
export async function storeTargets(sql: Transaction, resolutions: readonly Resolution[], now: Date): Promise<void> {
  await sql`
    update pushes p set target = r.target, object_key = r."objectKey",
      due_at = case when p.object_key is null then least(p.due_at, ${now.toISOString()}::timestamptz) else p.due_at end
    from jsonb_to_recordset(${toStorableJson(resolutions)}::text::jsonb) as r(id text, target jsonb, "objectKey" text)
    where p.id = r.id and p.status = 'pending' and (r.target is not null or p.object_key is distinct from r."objectKey")`
}

/** A push that is about to be sent. */
export interface Claim {
  id: string
  attemptKey: string
  /** What the call contains of it. */
  request: Record<string, unknown>
  /** Older pushes of the same object that this one supersedes. */
  supersedes: readonly string[]
}

/**
 * Marks pushes as processing before their call goes out, and what they supersede as superseded. Answers those that are
 * to be sent: others were cancelled in between. `sentBefore`: when a call that may have carried it out was sent first,
 * before this one. Throws `FencedError` when the lease is no longer the caller's.
 */
export async function claim(
  sql: Transaction,
  { shopId, owner }: PushLease,
  claims: readonly Claim[],
  now: Date,
): Promise<{ id: string; attempts: number; sentBefore: Date | null }[]> {
  const at = now.toISOString()
  const rows = await sql<{ id: string | null; attempts: number; sentBefore: string | null }[]>`
    with held as materialized (
      select from push_senders where shop_id = ${shopId} and owner = ${owner} for share
    ), given as (
      select * from jsonb_to_recordset(${toStorableJson(claims)}::text::jsonb)
        as g(id text, "attemptKey" text, request jsonb, supersedes jsonb)
    ), claimed as (
      update pushes p set status = 'processing', attempts = p.attempts + 1, due_at = ${at}, attempt_key = c."attemptKey",
        attempt_at = ${at}, first_sent_at = coalesce(p.first_sent_at, ${at}), attempt_request = c.request,
        updated_at = ${at}
      from given c
      where p.id = c.id and p.shop_id = ${shopId} and p.status = 'pending' and exists (select from held)
      returning p.id, p.attempts, nullif(p.first_sent_at, ${at}::timestamptz) as "sentBefore"
    ), older as (
      update pushes p set status = 'superseded', superseded_by = c.id, finished_at = ${at}, updated_at = ${at}
      from (select id, jsonb_array_elements_text(supersedes) as older from given join claimed using (id)) as c
      where p.id = c.older and p.shop_id = ${shopId} and p.status = 'pending'
    )
    select claimed.* from held left join claimed on true`
  if (rows.length === 0) throw fenced(shopId)
  return rows.flatMap(({ id, attempts, sentBefore }) =>
    id === null ? [] : { id, attempts, sentBefore: toDate(sentBefore) },
  )
}

/** Locks the lease's row until the end of the transaction, so that no other process can take the shop. */
async function fence(sql: Transaction, { shopId, owner }: PushLease): Promise<void> {
  const rows = await sql`select from push_senders where shop_id = ${shopId} and owner = ${owner} for share`
  if (rows.length === 0) throw fenced(shopId)
}

export function fenced(shopId: string): FencedError {
  return new FencedError(shopId, `Another worker sends the pushes of shop ${shopId}.`)
}

/** Call it before a call is repeated with the same key. Returns the number of its attempts, including this one. */
export async function countAttempt(sql: Transaction, lease: PushLease, attemptKey: string, now: Date): Promise<number> {
  await fence(sql, lease)
  const [row] = await sql<{ attempts: number }[]>`
    update pushes set attempts = attempts + 1, updated_at = ${now.toISOString()}
    where shop_id = ${lease.shopId} and status = 'processing' and attempt_key = ${attemptKey} returning attempts`
  return row?.attempts ?? 1
}
