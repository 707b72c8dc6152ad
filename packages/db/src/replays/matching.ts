import type { PendingQuery, Row } from 'postgres'
import type { Transaction } from '../connection.ts'
import type { ReplayFilter } from '../schema/replays.ts'
import { hasErrorPart } from '../with-error.ts'

/** Deliveries of known shops that match a filter. */
export interface ReplaySelection {
  /** `null`: of all accounts. */
  accountId: string | null
  filter: ReplayFilter
  /** Only deliveries received before then. */
  before: Date
}

/**
 * SQL for the conditions on deliveries `d`. Those about the app's access are left out: they may contain a token, and are
 * replayed one by one.
 */
export function matching(sql: Transaction, { accountId, filter, before }: ReplaySelection): PendingQuery<Row[]> {
  const { shopId, topic, object, status, since, until, error } = filter
  return sql`d.shop_id <> '' and d.about is null and d.received_at < ${before.toISOString()}
    ${accountId === null ? sql`` : sql`and d.shop_id in (select id from shops where account_id = ${accountId})`}
    ${shopId === undefined ? sql`` : sql`and d.shop_id = ${shopId}`}
    ${topic === undefined ? sql`` : sql`and d.topic = ${topic}`}
    ${object === undefined ? sql`` : sql`and left(d.object, 255) = left(${object}, 255) and d.object = ${object}`}
    ${status === undefined ? sql`` : sql`and d.status = ${status}`}
    ${since === undefined ? sql`` : sql`and d.received_at >= ${since}`}
    ${until === undefined ? sql`` : sql`and d.received_at < ${until}`}
    ${error === undefined ? sql`` : sql`and ${hasErrorPart(sql, error)}`}`
}
