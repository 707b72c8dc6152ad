import type { Transaction } from '../connection.ts'
import { hourOf } from '../count-hour.ts'
import { toStorableJson } from '../mirror/storable.ts'
import type { HoldReason, PushStatus } from '../schema/pushes.ts'
import type { PushLease } from './lease.ts'
import { fenced } from './queue.ts'

/** What a push becomes after an attempt, or instead of one. */
export interface Conclusion {
  id: string
  status: PushStatus
  holdReason?: HoldReason
  /** Of those that stay open. */
  dueAt?: Date
  errorCode?: string
  error?: string
  result?: Record<string, unknown>
  /** The attempt does not count: the shop had to be waited for. */
  isUncounted?: boolean
  /** The next attempt compares nothing. */
  dropsExpected?: boolean
}

/** Of a push; the older ones are forgotten. */
const ATTEMPTS_KEPT = 10

const CLOSED: readonly PushStatus[] = ['completed', 'failed', 'superseded', 'cancelled']

/** What else there is when pushes have been concluded. */
export interface Afterwards {
  /** Pushes of the shop that were pending before, and may be sent now. */
  hasDue: boolean
  /** The shop has an open alert of the given kind. */
  hasAlert: boolean
}

/**
 * Applies conclusions to pushes that are pending or processing. A push that is still processing afterwards keeps its
 * attempt; from others it is removed. One whose attempt does not count was not sent. `alert`: the kind of alert to look
 * for. Throws `FencedError` when the lease is no longer the caller's.
 */
export async function conclude(
  sql: Transaction,
  { shopId, owner }: PushLease,
  { conclusions, alert = '', now }: { conclusions: readonly Conclusion[]; alert?: string | undefined; now: Date },
): Promise<Afterwards> {
  if (conclusions.length === 0) return { hasDue: false, hasAlert: false }
  const at = now.toISOString()
  const rows = conclusions.map((each) => ({ ...each, finishedAt: CLOSED.includes(each.status) ? at : null }))
  const [afterwards] = await sql<Afterwards[]>`
    with held as materialized (
      select from push_senders where shop_id = ${shopId} and owner = ${owner} for share
    ), concluded as (
      update pushes p set status = c.status, hold_reason = c."holdReason", due_at = coalesce(c."dueAt", p.due_at),
        error_code = c."errorCode", error = c.error, result = coalesce(c.result, p.result),
        attempts = p.attempts - case when c."isUncounted" and p.attempts > 0 then 1 else 0 end,
        failed_attempts = case
          when c.error is null or coalesce(c."isUncounted", false) or p.attempts = 0 then p.failed_attempts
          else (case when jsonb_array_length(p.failed_attempts) < ${ATTEMPTS_KEPT} then p.failed_attempts else p.failed_attempts - 0 end)
            || jsonb_build_object('at', ${at}::text, 'status', c.status, 'code', c."errorCode", 'error', c.error) end,
        payload = case when c."dropsExpected" then p.payload - 'expected' else p.payload end,
        attempt_key = case when c.status = 'processing' then p.attempt_key end,
        attempt_at = case when c.status = 'processing' then p.attempt_at end,
        first_sent_at = case when c."isUncounted" and c.status <> 'processing' then null else p.first_sent_at end,
        attempt_request = case when c.status = 'processing' then p.attempt_request end,
        finished_at = c."finishedAt", updated_at = ${at}
      from jsonb_to_recordset(${toStorableJson(rows)}::text::jsonb) as c(id text, status text, "holdReason" text,
        "dueAt" timestamptz, "errorCode" text, error text, result jsonb, "isUncounted" boolean, "dropsExpected" boolean,
        "finishedAt" timestamptz)
      where p.id = c.id and p.shop_id = ${shopId} and p.status in ('pending', 'processing') and exists (select from held)
      returning p.status
    ), counted as (
      insert into hour_deltas (shop_id, hour, counter, amount)
      select ${shopId}, ${hourOf(now)}::timestamptz, 'pushes_' || status, count(*) from concluded
      where status in ('completed', 'failed', 'conflict') group by status
    )
    select exists (select from pushes where shop_id = ${shopId} and status = 'pending'
        and (object_key is null or due_at <= ${at}) and id <> all(${conclusions.map(({ id }) => id)}::text[])) as "hasDue",
      exists (select from alerts where shop_id = ${shopId} and resolved_at is null and kind = ${alert}) as "hasAlert"
    from held`
  if (!afterwards) throw fenced(shopId)
  const isDueAgain = conclusions.some(({ status, dueAt }) => status === 'pending' && !(dueAt && dueAt > now))
  return { ...afterwards, hasDue: afterwards.hasDue || isDueAgain }
}
