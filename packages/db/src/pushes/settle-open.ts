import { and, eq, inArray } from 'drizzle-orm'
import type { Db, Transaction } from '../connection.ts'
import { pushes } from '../schema/index.ts'
import type { PushStatus } from '../schema/pushes.ts'
import { partPattern } from '../with-error.ts'

/** Pushes of an account that match the given filters. */
export interface PushFilter {
  /** `null`: all accounts. */
  accountId: string | null
  ids?: readonly string[] | undefined
  shopId?: string | undefined
  entity?: string | undefined
  kind?: string | undefined
  status?: PushStatus | undefined
  /** Part of the error's text. */
  error?: string | undefined
  since?: Date | undefined
  until?: Date | undefined
}

const within = (sql: Transaction, { accountId, ids, shopId, entity, kind, ...more }: PushFilter) => sql`
  p.shop_id in (select id from shops where ${accountId}::text is null or account_id = ${accountId})
  and (${ids === undefined} or p.id = any(${[...(ids ?? [])]}::text[]))
  and (${shopId ?? null}::text is null or p.shop_id = ${shopId ?? null})
  and (${entity ?? null}::text is null or p.entity = ${entity ?? null})
  and (${kind ?? null}::text is null or p.kind = ${kind ?? null}) ${others(sql, more)}`

type OtherFilter = Pick<PushFilter, 'status' | 'error' | 'since' | 'until'>

function others(sql: Transaction, { status, error, since, until }: OtherFilter) {
  return sql`${status === undefined ? sql`` : sql`and p.status = ${status}`}
    ${error === undefined ? sql`` : sql`and p.error ilike ${partPattern(error)}`}
    ${since === undefined ? sql`` : sql`and p.created_at >= ${since.toISOString()}`}
    ${until === undefined ? sql`` : sql`and p.created_at < ${until.toISOString()}`}`
}

/** How many match, by status, of those that are open or failed. */
export async function countPushes(sql: Transaction, filter: PushFilter): Promise<Partial<Record<PushStatus, number>>> {
  const rows = await sql<{ status: PushStatus; count: number }[]>`
    select p.status, count(*)::int as count from pushes p
    where ${within(sql, filter)} and p.payload is not null
      and (p.status in ('pending', 'held', 'processing', 'conflict') or p.status = 'failed') group by 1`
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]))
}

/** How many match in one of these statuses and can be sent: their payload is still stored. */
export async function countIn(sql: Transaction, filter: PushFilter, from: readonly PushStatus[]): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from pushes p
    where ${within(sql, filter)} and p.status = any(${[...from]}::text[]) and p.payload is not null`
  return row?.count ?? 0
}

/** Sends them again with all their attempts. Returns the shops that have something to send now. */
export function reopen(
  sql: Transaction,
  filter: PushFilter,
  from: readonly PushStatus[],
  { now, dropsExpected = false }: { now: Date; dropsExpected?: boolean },
): Promise<{ id: string; shopId: string }[]> {
  const at = now.toISOString()
  return sql<{ id: string; shopId: string }[]>`
    update pushes p set status = 'pending', hold_reason = null, attempts = 0, due_at = ${at}, error = null,
      error_code = null, finished_at = null, updated_at = ${at},
      payload = case when ${dropsExpected} then p.payload - 'expected' else p.payload end
    where ${within(sql, filter)} and p.status = any(${[...from]}::text[]) and p.payload is not null
    returning p.id, p.shop_id as "shopId"`.then((rows) => [...rows])
}

/** Cancels pushes. One whose call is in flight cannot be cancelled. */
export function cancel(
  sql: Transaction,
  filter: PushFilter,
  from: readonly PushStatus[],
  { code, text, now }: { code: string; text: string; now: Date },
): Promise<{ id: string; shopId: string }[]> {
  const at = now.toISOString()
  return sql<{ id: string; shopId: string }[]>`
    update pushes p set status = 'cancelled', hold_reason = null, error_code = ${code}, error = ${text},
      finished_at = ${at}, updated_at = ${at}
    where ${within(sql, filter)} and p.status = any(${[...from]}::text[])
    returning p.id, p.shop_id as "shopId"`.then((rows) => [...rows])
}

/** Holds pushes that wait to be sent, because their entity was switched off. */
export async function holdEntity(
  sql: Transaction,
  { shopId, entity, now }: { shopId: string; entity: string; now: Date },
): Promise<void> {
  await sql`
    update pushes set status = 'held', hold_reason = 'direction_off', updated_at = ${now.toISOString()}
    where shop_id = ${shopId} and entity = ${entity} and status = 'pending'`
}

/** Releases at most `limit` due pushes that were held for one of the reasons. */
export async function releaseDue(sql: Transaction, now: Date, limit: number): Promise<void> {
  const at = now.toISOString()
  await sql`
    update pushes set status = 'pending', hold_reason = null, updated_at = ${at} where id in (
      select id from pushes where status = 'held' and hold_reason in ('interval', 'missing_scope')
        and due_at <= ${at} order by due_at limit ${limit} for update skip locked)`
}

/** Shops with something to send, the longest waiting first, except those whose sender has a lease. */
export async function dueShops(sql: Transaction, now: Date, limit: number): Promise<string[]> {
  const at = now.toISOString()
  const rows = await sql<{ shopId: string }[]>`
    select p.shop_id as "shopId" from pushes p join shops s on s.id = p.shop_id
    where p.status in ('pending', 'processing') and p.due_at <= ${at} and s.status = 'active'
      and not exists (select from push_senders l where l.shop_id = p.shop_id and l.lease_until > ${at})
    group by 1 order by min(p.due_at) limit ${limit}`
  return rows.map(({ shopId }) => shopId)
}

/**
 * Deletes what at most `limit` pushes that ended before `before` say: payload, object, result and error text. Ids, status
 * and error code are kept. Returns how many.
 */
export async function emptyPayloads(sql: Transaction, before: Date, limit: number): Promise<number> {
  const emptied = await sql`
    update pushes set payload = null, attempt_request = null, object = '{}', error = null,
      result = case when result ? 'id' then jsonb_build_object('id', result -> 'id') end where id in (
      select id from pushes where payload is not null and finished_at < ${before.toISOString()} limit ${limit})`
  return emptied.count
}

/** Ends the pushes of an uninstalled shop. The outcome of one whose call is in flight stays unknown. */
export async function closePushes(db: Db, shopId: string, now: Date): Promise<void> {
  await db
    .update(pushes)
    .set({
      ...{ status: 'cancelled', holdReason: null, finishedAt: now, updatedAt: now },
      ...{ errorCode: 'uninstalled', error: 'The shop was uninstalled.' },
    })
    .where(and(eq(pushes.shopId, shopId), inArray(pushes.status, ['pending', 'held', 'processing', 'conflict'])))
}
