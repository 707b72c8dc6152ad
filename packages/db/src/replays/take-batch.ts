import type { Transaction } from '../connection.ts'
import type { ReplayFilter } from '../schema/replays.ts'
import { matching, type ReplaySelection } from './matching.ts'

/** One shop's part of a replay. */
export interface ReplayPart {
  replayId: string
  shopId: string
}

/** Deliveries to apply again; `ended`: none is left, or the replay was cancelled. */
export interface ReplayBatch {
  ids: string[]
  ended: boolean
}

interface Checkpoint {
  afterObject: string | null
  afterId: string | null
}

interface OpenPart extends Checkpoint {
  filter: ReplayFilter
  accountId: string | null
  before: string
}

interface Found {
  id: string
  object: string | null
}

/**
 * Takes the next deliveries of a part, reopens those that have a body and moves the checkpoint behind them, in the caller's
 * transaction. They are ordered by object: all hints about one object are in one batch, so they cause one read. Two
 * processes with the same part take different deliveries.
 */
export async function takeBatch(
  sql: Transaction,
  { replayId, shopId }: ReplayPart,
  { limit, now }: { limit: number; now: Date },
): Promise<ReplayBatch> {
  const [part] = await sql<OpenPart[]>`
    select p.after_object as "afterObject", p.after_id as "afterId", r.filter, r.account_id as "accountId", r.before
    from replay_shops p join replays r on r.id = p.replay_id
    where p.replay_id = ${replayId} and p.shop_id = ${shopId} and p.finished_at is null and r.status = 'running'
    for update of p`
  if (!part) return { ids: [], ended: true }
  const found = await findNext(sql, { ...part, shopId, limit })
  const last = found.at(-1)
  if (!last) return { ids: [], ended: true }
  const at = now.toISOString()
  const reopened = await sql<{ id: string }[]>`
    update webhook_deliveries set status = 'received', handled_at = null, error = null, requeued_at = ${at},
      replay_id = ${replayId}
    where id = any(${found.map(({ id }) => id)}) and body is not null returning id`
  await sql`
    update replay_shops set after_object = ${last.object}, after_id = ${last.id},
      replayed = replayed + ${reopened.length}, without_body = without_body + ${found.length - reopened.length}
    where replay_id = ${replayId} and shop_id = ${shopId}`
  return { ids: reopened.map(({ id }) => id), ended: false }
}

async function findNext(
  sql: Transaction,
  { filter, accountId, before, shopId, limit, afterObject, afterId }: OpenPart & { shopId: string; limit: number },
): Promise<Found[]> {
  const selection = { accountId, filter: { ...filter, shopId }, before: new Date(before) }
  const isInObjects = afterId === null || afterObject !== null
  const known = isInObjects ? await findOfObjects(sql, selection, { afterObject, afterId }, limit) : []
  return known.length > 0 ? known : findOfUnknown(sql, selection, isInObjects ? null : afterId, limit)
}

function findOfObjects(sql: Transaction, selection: ReplaySelection, after: Checkpoint, limit: number) {
  const rest =
    after.afterId === null
      ? sql``
      : sql`and (left(d.object, 255), d.id) > (left(${after.afterObject}, 255), ${after.afterId})`
  return sql<Found[]>`
    select d.id, d.object from webhook_deliveries d
    where ${matching(sql, selection)} and d.object is not null ${rest} order by left(d.object, 255), d.id limit ${limit}`
}

function findOfUnknown(sql: Transaction, selection: ReplaySelection, afterId: string | null, limit: number) {
  return sql<Found[]>`
    select d.id, d.object from webhook_deliveries d
    where ${matching(sql, selection)} and d.object is null ${afterId === null ? sql`` : sql`and d.id > ${afterId}`}
    order by d.id limit ${limit}`
}
