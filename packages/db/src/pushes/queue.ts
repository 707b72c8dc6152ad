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
}

const columns = `id, seq, kind, entity, object, payload, target, object_key as "objectKey", attempts,
  attempt_key as "attemptKey", attempt_at as "attemptAt", first_sent_at as "firstSentAt",
  attempt_request as "attemptRequest"`

async function read(sql: Transaction, statement: string, parameters: (string | number)[]): Promise<OpenPush[]> {
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
 * Pushes whose object is not resolved yet, in their order. One that waits for an object that an earlier push creates is
 * among them once that push has ended.
 */
export async function unresolved(
  sql: Transaction,
  { shopId, now, limit }: { shopId: string; now: Date; limit: number },
): Promise<OpenPush[]> {
  return read(
    sql,
    `select ${columns} from pushes p where shop_id = $1 and status = 'pending' and target is null
      and (object_key is null or due_at <= $2 and not exists (select from pushes e where e.shop_id = p.shop_id
        and e.object_key = p.object_key and e.seq < p.seq and e.status in ('pending', 'held', 'processing', 'conflict')))
    order by seq limit $3`,
    [shopId, now.toISOString(), limit],
  )
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
 * with an earlier push that is held, under way, in conflict or not resolved yet.
 */
export async function sendable(
  sql: Transaction,
  { shopId, now, limit }: { shopId: string; now: Date; limit: number },
): Promise<OpenPush[]> {
  return read(
    sql,
    `with due as (
      select p.object_key from pushes p
      where p.shop_id = $1 and p.status = 'pending' and p.due_at <= $2 and p.target is not null
        and not exists (select from pushes e where e.shop_id = p.shop_id and e.object_key = p.object_key
          and e.seq < p.seq and (e.status in ('held', 'processing', 'conflict') or e.status = 'pending' and e.target is null))
      order by p.seq limit $3
    )
    select ${columns} from pushes p
    where p.shop_id = $1 and p.status = 'pending' and p.target is not null
      and p.object_key in (select object_key from due)
      and not exists (select from pushes e where e.shop_id = p.shop_id and e.object_key = p.object_key
        and e.seq < p.seq and (e.status in ('held', 'processing', 'conflict') or e.status = 'pending' and e.target is null))
    order by p.seq`,
    [shopId, now.toISOString(), limit],
  )
}

/** Pushes whose call was begun and never concluded, those of one call together, in the order of their ids. */
export async function underWay(sql: Transaction, { shopId, now }: { shopId: string; now: Date }): Promise<OpenPush[]> {
  return read(
    sql,
    `select ${columns} from pushes p where shop_id = $1 and status = 'processing'
      and not exists (select from pushes o where o.shop_id = p.shop_id and o.attempt_key = p.attempt_key
        and o.status = 'processing' and o.due_at > $2)
    order by attempt_key, id collate "C"`,
    [shopId, now.toISOString()],
  )
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
  lease: PushLease,
  claims: readonly Claim[],
  now: Date,
): Promise<{ id: string; attempts: number; sentBefore: Date | null }[]> {
  await fence(sql, lease)
  const at = now.toISOString()
  const json = toStorableJson(claims)
  const claimed = await sql<{ id: string; attempts: number; sentBefore: string | null }[]>`
    update pushes p set status = 'processing', attempts = p.attempts + 1, due_at = ${at}, attempt_key = c."attemptKey",
      attempt_at = ${at}, first_sent_at = coalesce(p.first_sent_at, ${at}), attempt_request = c.request,
      updated_at = ${at}
    from jsonb_to_recordset(${json}::text::jsonb) as c(id text, "attemptKey" text, request jsonb)
    where p.id = c.id and p.shop_id = ${lease.shopId} and p.status = 'pending'
    returning p.id, p.attempts, nullif(p.first_sent_at, ${at}::timestamptz) as "sentBefore"`
  await sql`
    update pushes p set status = 'superseded', superseded_by = c.id, finished_at = ${at}, updated_at = ${at}
    from (select id, jsonb_array_elements_text(supersedes) as older
      from jsonb_to_recordset(${json}::text::jsonb) as g(id text, supersedes jsonb)) as c
    where p.id = c.older and c.id = any(${claimed.map(({ id }) => id)}) and p.status = 'pending'`
  return claimed.map(({ sentBefore, ...each }) => ({ ...each, sentBefore: toDate(sentBefore) }))
}

/** Locks the lease's row until the end of the transaction, so that no other process can take the shop. */
export async function fence(sql: Transaction, { shopId, owner }: PushLease): Promise<void> {
  const rows = await sql`select from push_senders where shop_id = ${shopId} and owner = ${owner} for share`
  if (rows.length === 0) throw new FencedError(shopId, `Another worker sends the pushes of shop ${shopId}.`)
}

/** Call it before a call is repeated with the same key. Returns the number of its attempts, including this one. */
export async function countAttempt(sql: Transaction, lease: PushLease, attemptKey: string, now: Date): Promise<number> {
  await fence(sql, lease)
  const [row] = await sql<{ attempts: number }[]>`
    update pushes set attempts = attempts + 1, updated_at = ${now.toISOString()}
    where shop_id = ${lease.shopId} and status = 'processing' and attempt_key = ${attemptKey} returning attempts`
  return row?.attempts ?? 1
}
