import { and, desc, eq, inArray, isNull, lt, notExists } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { firstOf } from './first-of.ts'
import type { Keyset, ListQuery } from './list-query.ts'
import { countShops, countTopics, type HintTopic, type MatchedTopic, type ShopMatch } from './replays/count-matching.ts'
import type { ReplaySelection } from './replays/matching.ts'
import { type ReplayBatch, type ReplayPart, takeBatch } from './replays/take-batch.ts'
import { replayShops, replays } from './schema/index.ts'
import type { ReplayStatus } from './schema/replays.ts'
import type { DeliveryStatus } from './schema/webhook-deliveries.ts'

export type { HintTopic, MatchedTopic, ShopMatch } from './replays/count-matching.ts'
export type { ReplaySelection } from './replays/matching.ts'
export type { ReplayBatch, ReplayPart } from './replays/take-batch.ts'

/** A replay as it was rehearsed. */
export interface NewReplay extends ReplaySelection {
  requestedBy: string
  deliveries: number
  objects: number
  calls: number
  /** Deliveries by shop. */
  shops: readonly { shopId: string; deliveries: number }[]
}

/** Progress of a replay over all its shops. */
export interface ReplayProgress {
  replayed: number
  withoutBody: number
  shops: number
  shopsFinished: number
}

/** Filters of the list of replays. */
export interface ReplayQuery extends Omit<ListQuery, 'shopId'> {
  status?: ReplayStatus | undefined
}

/** Replays of stored deliveries: what they would do, and how far they are. */
export const replaysRepository = ({ db, sql, now, changed }: Connection) => ({
  /** Matching deliveries by topic; counts at most `limit`. */
  topics: (selection: ReplaySelection, limit: number): Promise<MatchedTopic[]> => countTopics(sql, selection, limit),

  /** Matching deliveries by shop, the most first. `hints`: topics whose deliveries cause reads. */
  shops: (selection: ReplaySelection, hints: readonly HintTopic[]): Promise<ShopMatch[]> =>
    countShops(sql, selection, hints),

  /** Stores a replay and its parts. Returns its id. Call it in the transaction that enqueues the jobs of its parts. */
  async create({ accountId, filter, before, shops, ...values }: NewReplay): Promise<string> {
    const id = createId('rpl')
    await db.insert(replays).values({ id, accountId, filter, before, createdAt: now(), ...values })
    await sql`
      insert into replay_shops (replay_id, shop_id, deliveries)
      select ${id}, * from unnest(
        ${shops.map(({ shopId }) => shopId)}::text[], ${shops.map(({ deliveries }) => deliveries)}::int[])`
    changed({ kind: 'replay', shopId: null, accountId, id })
    return id
  },

  /** See `takeBatch`. */
  async take(part: ReplayPart, limit: number): Promise<ReplayBatch> {
    const batch = await takeBatch(sql, part, { limit, now: now() })
    changed({ kind: 'replay', shopId: part.shopId })
    return batch
  },

  /** What a part has under way: its deliveries that are not handled yet, and objects of its shop that wait to be read. */
  async underWay({ replayId, shopId }: ReplayPart): Promise<{ deliveries: number; reads: number }> {
    const [counts] = await sql<{ deliveries: number; reads: number }[]>`
      select (select count(*)::int from webhook_deliveries
          where replay_id = ${replayId} and shop_id = ${shopId} and status = 'received') as deliveries,
        (select count(*)::int from refetches where shop_id = ${shopId}) as reads`
    return counts ?? { deliveries: 0, reads: 0 }
  },

  /** Ends a part, and the replay when it was the last one. */
  async finishPart({ replayId, shopId }: ReplayPart) {
    await db
      .update(replayShops)
      .set({ finishedAt: now() })
      .where(and(eq(replayShops.replayId, replayId), eq(replayShops.shopId, shopId), isNull(replayShops.finishedAt)))
    // A second statement: two parts that end at once both see the other one.
    const open = db
      .select({ id: replayShops.replayId })
      .from(replayShops)
      .where(and(eq(replayShops.replayId, replayId), isNull(replayShops.finishedAt)))
    await db
      .update(replays)
      .set({ status: 'completed', finishedAt: now() })
      .where(and(eq(replays.id, replayId), eq(replays.status, 'running'), notExists(open)))
    changed({ kind: 'replay', shopId })
  },

  /** Deliveries already taken are still applied. `false` when it has ended. */
  async cancel(id: string): Promise<boolean> {
    const cancelled = await db
      .update(replays)
      .set({ status: 'cancelled', finishedAt: now() })
      .where(and(eq(replays.id, id), eq(replays.status, 'running')))
      .returning({ accountId: replays.accountId })
    for (const { accountId } of cancelled) changed({ kind: 'replay', shopId: null, accountId, id })
    return cancelled.length > 0
  },

  /** `null` for an unknown id, or for another account's. `accountId` null: of all accounts. */
  async find(id: string, accountId: string | null) {
    return firstOf(
      await db
        .select()
        .from(replays)
        .where(and(eq(replays.id, id), ofAccount(accountId))),
    )
  },

  /** Newest first. `accountId` null: of all accounts. */
  list: ({ accountId, status, cursor, limit }: ReplayQuery) =>
    db
      .select()
      .from(replays)
      .where(
        and(
          ofAccount(accountId),
          status ? eq(replays.status, status) : undefined,
          cursor ? lt(replays.id, cursor) : undefined,
        ),
      )
      .orderBy(desc(replays.id))
      .limit(limit),

  /** By replay. */
  async progress(ids: readonly string[]): Promise<Map<string, ReplayProgress>> {
    const rows = await sql<(ReplayProgress & { id: string })[]>`
      select replay_id as id, sum(replayed)::int as replayed, sum(without_body)::int as "withoutBody",
        count(*)::int as shops, count(finished_at)::int as "shopsFinished"
      from replay_shops where replay_id = any(${[...ids]}) group by 1`
    return new Map(rows.map(({ id, ...progress }) => [id, progress]))
  },

  /** Deliveries that were taken, by what became of them. */
  async outcomes(id: string): Promise<Partial<Record<DeliveryStatus, number>>> {
    const rows = await sql<{ status: DeliveryStatus; count: number }[]>`
      select status, count(*)::int as count from webhook_deliveries where replay_id = ${id} group by 1`
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]))
  },

  /** Parts that have not ended, of running replays, ordered by `key`. */
  open: ({ after = '', limit }: Keyset): Promise<(ReplayPart & { key: string })[]> =>
    sql<(ReplayPart & { key: string })[]>`
      select p.replay_id as "replayId", p.shop_id as "shopId", p.replay_id || '/' || p.shop_id as key
      from replay_shops p join replays r on r.id = p.replay_id and r.status = 'running'
      where p.finished_at is null and p.replay_id || '/' || p.shop_id > ${after}
      order by p.replay_id || '/' || p.shop_id limit ${limit}`.then((rows) => [...rows]),

  /** Deletes at most `limit` replays that ended before then. Returns how many. */
  async sweep(before: Date, limit: number) {
    const old = db.select({ id: replays.id }).from(replays).where(lt(replays.finishedAt, before)).limit(limit)
    return (await db.delete(replays).where(inArray(replays.id, old)).returning({ id: replays.id })).length
  },
})

/** Replays that an operator started for all accounts are visible only to operators. */
function ofAccount(accountId: string | null) {
  return accountId === null ? undefined : eq(replays.accountId, accountId)
}
