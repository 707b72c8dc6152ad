import {
  and,
  desc,
  eq,
  getTableColumns,
  inArray,
  isNotNull,
  isNull,
  lt,
  or,
  type SQL,
  type SQLWrapper,
  sql,
} from 'drizzle-orm'
import type { Connection, Transaction } from './connection.ts'
import { hourOf } from './count-hour.ts'
import { encodeTime } from './create-id.ts'
import { placeOf } from './credentials-repository.ts'
import { firstOf } from './first-of.ts'
import { isWithin, type ListQuery, type TimeRange } from './list-query.ts'
import { toStorableJson } from './mirror/storable.ts'
import { dropPartitions } from './partitions/drop.ts'
import { startOfDay } from './partitions/tables.ts'
import {
  type NewDelivery,
  type OpenDelivery,
  type OpenRow,
  recordDeliveries,
  redactedCustomers,
  toOpen,
} from './record-deliveries.ts'
import { beginOf } from './schema/columns.ts'
import { shops, webhookDeliveries } from './schema/index.ts'
import type { DeliveryStatus } from './schema/webhook-deliveries.ts'
import { matchingError } from './with-error.ts'

/**
 * The outcome of one delivery: `object` is `resource/externalId`; `error` is shown to users and contains no customer
 * data.
 */
export interface HandledDelivery {
  id: string
  status: DeliveryStatus
  object?: string
  error?: string
  /** Delete the body. */
  isForgotten?: boolean
}

/** The time range filters by `receivedAt`. */
export interface DeliveryQuery extends ListQuery, TimeRange {
  topic?: string | undefined
  object?: string | undefined
  status?: DeliveryStatus | undefined
  /** Part of the error's text. */
  error?: string | undefined
  /** The last replay that applied it again. */
  replayId?: string | undefined
}

/** A delivery that may be applied again, with its row. */
export interface ReopenedDelivery extends OpenDelivery {
  row: typeof webhookDeliveries.$inferSelect
}

interface DeliveryKey {
  platform: string
  deliveryId: string
}

/** Webhook deliveries: recorded once per platform and delivery id, then marked with their outcome. */
export const deliveriesRepository = ({ db, sql: raw, keyring, now, changed }: Connection) => ({
  /** Encrypts a body that must not be stored unencrypted, neither in a queue nor in Postgres. */
  sealBody: (key: DeliveryKey, body: Buffer): Buffer =>
    Buffer.from(keyring.encrypt(body.toString('base64'), placeOf(keyOf(key), 'body'))),

  /**
   * Decrypts a body. Throws when it was changed or belongs to another delivery, and `MissingKeyError` when its key is
   * missing.
   */
  openBody: (key: DeliveryKey, sealed: Buffer): Buffer =>
    Buffer.from(keyring.decrypt(sealed.toString('utf8'), placeOf(keyOf(key), 'body')), 'base64'),

  /** Stores deliveries that are not known yet. See `recordDeliveries`. */
  record: (deliveries: readonly NewDelivery[]) => recordDeliveries(raw, deliveries, now()),

  async markHandled(handled: readonly HandledDelivery[]) {
    if (handled.length === 0) return
    const at = now()
    // Said as a list, from which Postgres sees the partitions that it needs: a join would look into all of them.
    const ids = handled.map(({ id }) => id)
    // Locked first: of two processes that end one delivery only the first counts it, and they lock in the same order.
    const rows = await raw<{ shopId: string | null }[]>`
      with given as materialized (
        select * from jsonb_to_recordset(${toStorableJson(handled)}::text::jsonb) as r(id text, status text, object text,
          error text, "isForgotten" boolean)
      ), locked as materialized (
        select id, handled_at is null as is_open from webhook_deliveries where id = any(${ids})
        order by id for no key update
      ), settled as (
        update webhook_deliveries d set status = r.status, object = coalesce(r.object, d.object), error = r.error,
          body = case when r."isForgotten" then null else d.body end, handled_at = ${at.toISOString()}
        from given r join locked l on l.id = r.id
        where d.id = r.id and d.id = any(${ids})
        returning d.shop_id, d.status, l.is_open
      ), counted as (
        insert into hour_deltas (shop_id, hour, counter, amount)
        select shop_id, ${hourOf(at)}::timestamptz, 'deliveries_' || status, count(*) from settled
        where is_open and shop_id <> '' and status <> 'received' group by shop_id, status
      )
      select distinct nullif(shop_id, '') as "shopId" from settled`
    for (const { shopId } of rows) changed({ kind: 'delivery', shopId })
  },

  /** How many were received since then, by topic. */
  async countByTopic(shopId: string, since: Date): Promise<Map<string, number>> {
    const rows = await raw<{ topic: string; received: number }[]>`
      select topic, count(*)::int as received from webhook_deliveries
      where shop_id = ${shopId} and id >= ${`dlv_${encodeTime(since.getTime())}`} and received_at >= ${since.toISOString()}
      group by topic`
    return new Map(rows.map(({ topic, received }) => [topic, received]))
  },

  /** The deliveries stay open and use no attempt; `error` tells users what they wait for. */
  async explainWaiting(ids: readonly string[], error: string) {
    await db
      .update(webhookDeliveries)
      .set({ error, attempts: 0 })
      .where(and(inArray(webhookDeliveries.id, [...ids]), isNull(webhookDeliveries.handledAt)))
  },

  /** The delivery stays open; `error` tells users why this attempt failed. */
  async explainFailure(id: string, error: string) {
    const isOpen = isNull(webhookDeliveries.handledAt)
    await db
      .update(webhookDeliveries)
      .set({ error })
      .where(and(eq(webhookDeliveries.id, id), isOpen))
  },

  /** Newest first. `accountId` null: of all accounts. */
  list({ accountId, shopId, topic, object, status, error, replayId, since, until, cursor, limit }: DeliveryQuery) {
    const rows = db
      .select(getTableColumns(webhookDeliveries))
      .from(webhookDeliveries)
      .where(
        and(
          ofAccount(accountId),
          shopId ? eq(webhookDeliveries.shopId, shopId) : undefined,
          topic ? eq(webhookDeliveries.topic, topic) : undefined,
          object ? isAbout(object) : undefined,
          status ? eq(webhookDeliveries.status, status) : undefined,
          replayId ? eq(webhookDeliveries.replayId, replayId) : undefined,
          ...isWithin(webhookDeliveries.receivedAt, { since, until }),
          cursor ? lt(webhookDeliveries.id, cursor) : undefined,
        ),
      )
      .orderBy(desc(webhookDeliveries.id))
      .limit(limit)
      .$dynamic()
    if (!error) return rows
    const matching = matchingError('webhook_deliveries', error, { accountId, shopId, cursor })
    return rows.innerJoin(matching, sql`matching.id = ${webhookDeliveries.id}`)
  },

  /** `null` for an unknown id, or for another account's. `accountId` null: of all accounts. */
  async find(id: string, accountId: string | null) {
    return firstOf(
      await db
        .select()
        .from(webhookDeliveries)
        .where(and(eq(webhookDeliveries.id, id), ofAccount(accountId))),
    )
  },

  /** Deliveries with their bodies; for a few only. */
  examples: (ids: readonly string[]) =>
    db
      .select()
      .from(webhookDeliveries)
      .where(inArray(webhookDeliveries.id, [...ids])),

  /** Reopens a delivery, so that it is applied again; `null` when its body has been deleted. */
  async replay(id: string) {
    const reopened = await db
      .update(webhookDeliveries)
      .set({ status: 'received', handledAt: null, error: null })
      .where(and(eq(webhookDeliveries.id, id), sql`${webhookDeliveries.body} is not null`))
      .returning()
    for (const { shopId } of reopened) changed({ kind: 'delivery', shopId, id })
    return firstOf(reopened)
  },

  /** Counts an attempt of those that are open and have a body, and returns them. */
  async reopen(ids: readonly string[]): Promise<ReopenedDelivery[]> {
    const { id, handledAt, body, attempts } = webhookDeliveries
    const rows = await db
      .update(webhookDeliveries)
      .set({ attempts: sql`${attempts} + 1` })
      .where(and(inArray(id, [...ids]), isNull(handledAt), isNotNull(body)))
      .returning()
    const states = await raw<Omit<OpenRow, 'body'>[]>`
      select d.id, s.id as shop_id, s.status, c.resources, ${redactedCustomers(raw)} as redacted
      from webhook_deliveries d left join shops s on s.id = d.shop_id left join shop_settings c on c.shop_id = d.shop_id
      where d.id = any(${rows.map((row) => row.id)})`
    const byId = new Map(states.map((state) => [state.id, state]))
    return rows.flatMap((row) => {
      const state = byId.get(row.id)
      return state && row.body !== null ? [{ ...toOpen({ ...state, body: row.body }), row }] : []
    })
  },

  /**
   * Open deliveries that were last enqueued more than `afterMs` times their attempts ago, so repeated failures are
   * retried less and less often. The longest waiting come first.
   */
  stuck({ afterMs, limit }: { afterMs: number; limit: number }) {
    const { status, handledAt, body, attempts, requeuedAt, receivedAt, id } = webhookDeliveries
    const since = sql`coalesce(${requeuedAt}, ${receivedAt})`
    const waitMs = sql`${afterMs}::float8 * greatest(${attempts}, 1)`
    return db
      .select({ id })
      .from(webhookDeliveries)
      .where(
        and(
          ...[eq(status, 'received'), isNull(handledAt), isNotNull(body)],
          sql`${since} < ${now().toISOString()}::timestamptz - make_interval(secs => ${waitMs} / 1000)`,
        ),
      )
      .orderBy(since, id)
      .limit(limit)
  },

  /** Call it after they are enqueued: a crash in between enqueues them again. */
  async markRequeued(ids: readonly string[]) {
    await db
      .update(webhookDeliveries)
      .set({ requeuedAt: now() })
      .where(inArray(webhookDeliveries.id, [...ids]))
  },

  /** Deletes at most `limit` bodies received before then. Returns how many. */
  async sweepBodies(before: Date, limit: number) {
    const old = db
      .select({ id: webhookDeliveries.id })
      .from(webhookDeliveries)
      .where(and(lt(webhookDeliveries.receivedAt, before), sql`${webhookDeliveries.body} is not null`, isDeletable()))
      .limit(limit)
    const emptied = await db
      .update(webhookDeliveries)
      .set({ body: null })
      .where(isOneOf(old))
      .returning({ id: webhookDeliveries.id })
    return emptied.length
  },

  /** Drops the days whose deliveries were all received before then. Returns the names of the partitions. */
  dropDays: (before: Date): Promise<string[]> =>
    dropPartitions(raw, { table: 'webhook_deliveries', before, unless: 'about is not null and handled_at is null' }),

  /** Deletes at most `limit` rows of days before then that stand in a partition with newer ones. Returns how many. */
  async sweep(before: Date, limit: number) {
    const old = db
      .select({ id: webhookDeliveries.id })
      .from(webhookDeliveries)
      .where(and(lt(webhookDeliveries.receivedAt, startOfDay(before)), isDeletable()))
      .limit(limit)
    const gone = await db.delete(webhookDeliveries).where(isOneOf(old)).returning({ id: webhookDeliveries.id })
    return gone.length
  },

  /** See `sweepKeys`. */
  sweepKeys: (before: Date, limit: number) => sweepKeys(raw, before, limit),
})

/** Deletes at most `limit` keys of deliveries recorded before then: these would be recorded again. Returns how many. */
async function sweepKeys(sql: Transaction, before: Date, limit: number): Promise<number> {
  const gone = await sql`
    delete from delivery_keys where (platform, delivery_id) in (
      select platform, delivery_id from delivery_keys where recorded_at < ${before.toISOString()} limit ${limit})`
  return gone.count
}

/**
 * Deliveries about the app's access are sent only once and may contain a token, so they are kept until they are
 * applied.
 */
function isDeletable(): SQL | undefined {
  return or(isNull(webhookDeliveries.about), isNotNull(webhookDeliveries.handledAt))
}

/** Not `in`: of a list that is known when the statement starts, Postgres looks only into the partitions of its ids. */
function isOneOf(ids: SQLWrapper): SQL {
  return sql`${webhookDeliveries.id} = any(array(${ids}))`
}

/** With the expression of the index. */
function isAbout(object: string): SQL | undefined {
  return and(eq(beginOf('object'), sql`left(${object}, 255)`), eq(webhookDeliveries.object, object))
}

function keyOf({ platform, deliveryId }: DeliveryKey): string {
  return `${platform}:${deliveryId}`
}

/** Deliveries without a known shop are visible only to operators. */
function ofAccount(accountId: string | null): SQL | undefined {
  if (accountId === null) return undefined
  return sql`${webhookDeliveries.shopId} in (select ${shops.id} from ${shops} where ${shops.accountId} = ${accountId})`
}
