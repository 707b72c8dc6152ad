import { and, desc, eq, sql as fragment, gt, isNotNull, isNull, lt, or } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { firstOf } from './first-of.ts'
import { inTransaction } from './in-transaction.ts'
import type { Keyset, ListQuery } from './list-query.ts'
import { idKeyOf } from './mirror/id-key.ts'
import { mentionOf } from './mirror/mentions.ts'
import { redactMirror } from './mirror/redact-customer.ts'
import { exportChanges } from './object-changes-repository.ts'
import { exportPushes, findContacts, redactPushes } from './pushes/customer.ts'
import { exportQuarantine, redactQuarantine } from './quarantine/customer.ts'
import { privacyRequests, shops } from './schema/index.ts'
import type { PrivacyKind } from './schema/privacy-requests.ts'

/** A request by a customer or a shop, as received from the platform. */
export interface NewPrivacyRequest {
  /** Id of the delivery's row. */
  deliveryId: string
  shopId: string
  kind: PrivacyKind
  requestId?: string
  customerExternalId?: string
  orderExternalIds?: string[]
  installedBefore?: Date
  receivedAt: Date
  dueAt: Date
}

/** Filters of the list of privacy requests; without `isOpen`, open and finished ones. */
export interface PrivacyQuery extends ListQuery {
  isOpen?: boolean
}

/** Rows of the mirror about one customer, by table, with quarantined objects and pushes. */
export type CustomerExport = Record<string, Record<string, unknown>[]>

/** Conditions per table: `$2` is the customer's id, `$3` are the orders' ids. */
const exported = [
  ['customers', 'external_id = $2'],
  ['orders', '(external_id = any($3::text[]) or customer_external_id = $2)'],
  ...['order_lines', 'fulfillments', 'refunds'].map((table) => [
    table,
    `order_external_id in (select external_id from orders where shop_id = $1
      and (external_id = any($3::text[]) or customer_external_id = $2))`,
  ]),
] as const

/** Requests to export or to remove a customer's data, and the redaction itself. */
export const privacyRepository = ({ db, sql, keyring, now, changed }: Connection) => ({
  /** Returns the request's id; a repeated delivery gets the same one. `null` when the shop does not exist. */
  async open({ shopId, ...request }: NewPrivacyRequest): Promise<string | null> {
    const shop = firstOf(await db.select().from(shops).where(eq(shops.id, shopId)))
    if (!shop) return null
    const { accountId, platform, domain } = shop
    const [row] = await db
      .insert(privacyRequests)
      .values({ id: createId('prv'), shopId, accountId, platform, domain, ...request })
      .onConflictDoUpdate({ target: [privacyRequests.deliveryId, privacyRequests.shopId], set: { shopId } })
      .returning({ id: privacyRequests.id })
    if (row) changed({ kind: 'privacy_request', shopId, accountId, id: row.id })
    return row?.id ?? null
  },

  /** `null` for an unknown id. */
  async find(id: string) {
    return firstOf(await db.select().from(privacyRequests).where(eq(privacyRequests.id, id)))
  },

  /** Newest first. `accountId` null: of all accounts; `isOpen`: only unfinished ones, or only finished ones. */
  list: ({ accountId, shopId, isOpen, cursor, limit }: PrivacyQuery) =>
    db
      .select()
      .from(privacyRequests)
      .where(
        and(
          accountId === null ? undefined : eq(privacyRequests.accountId, accountId),
          shopId ? eq(privacyRequests.shopId, shopId) : undefined,
          isOpen === undefined
            ? undefined
            : isOpen
              ? isNull(privacyRequests.finishedAt)
              : isNotNull(privacyRequests.finishedAt),
          cursor ? lt(privacyRequests.id, cursor) : undefined,
        ),
      )
      .orderBy(desc(privacyRequests.id))
      .limit(limit),

  /** Ids of open requests of this kind that were received before then, ordered. */
  listOpen: (kind: PrivacyKind, before: Date, { after = '', limit }: Keyset) =>
    db
      .select({ id: privacyRequests.id })
      .from(privacyRequests)
      .where(
        and(
          eq(privacyRequests.kind, kind),
          isNull(privacyRequests.finishedAt),
          lt(privacyRequests.receivedAt, before),
          gt(privacyRequests.id, after),
        ),
      )
      .orderBy(privacyRequests.id)
      .limit(limit)
      .then((rows) => rows.map(({ id }) => id)),

  /** The most urgent request of each shop that needs an operator or is due before then, ordered by shop. */
  mostUrgent: (dueBefore: Date, { after = '', limit }: Keyset) =>
    db
      .selectDistinctOn([privacyRequests.shopId], {
        id: privacyRequests.id,
        shopId: privacyRequests.shopId,
        kind: privacyRequests.kind,
        dueAt: privacyRequests.dueAt,
        /** Number of such requests of the shop, including this one. */
        count: fragment<number>`(count(*) over (partition by ${privacyRequests.shopId}))::int`,
      })
      .from(privacyRequests)
      .where(
        and(
          isNull(privacyRequests.finishedAt),
          or(eq(privacyRequests.kind, 'data_request'), lt(privacyRequests.dueAt, dueBefore)),
          gt(privacyRequests.shopId, after),
        ),
      )
      .orderBy(privacyRequests.shopId, privacyRequests.dueAt, privacyRequests.id)
      .limit(limit),

  /** `false` when it was already finished. */
  async finish(id: string, { outcome, evidence }: { outcome: string; evidence?: Record<string, number> }) {
    const finished = await db
      .update(privacyRequests)
      .set({ finishedAt: now(), outcome, ...(evidence && { evidence }) })
      .where(and(eq(privacyRequests.id, id), isNull(privacyRequests.finishedAt)))
      .returning({ shopId: privacyRequests.shopId, accountId: privacyRequests.accountId })
    for (const ids of finished) changed({ kind: 'privacy_request', ...ids, id })
    return finished.length > 0
  },

  /**
   * Redacts one customer of a shop, and nobody else, in the mirror, deliveries, quarantine, pushes, hints and ids seen by
   * runs, in one transaction that also finishes the request. Returns the evidence: changed rows by table. Safe to repeat.
   */
  redactCustomer: (request: {
    id: string
    shopId: string
    customerExternalId: string
    orderExternalIds: readonly string[]
  }): Promise<Record<string, number>> =>
    inTransaction(sql, async (tx) => {
      const { shopId, customerExternalId: customerId, orderExternalIds: orderIds } = request
      const contacts = await findContacts(tx, { shopId, customerId })
      const { counts, orders } = await redactMirror(tx, { shopId, customerId, orderIds, now: now() })
      const objects = [`customers/${customerId}`, ...orders.map((id) => `orders/${id}`)]
      const deliveries = await tx`
        update webhook_deliveries set body = null
        where shop_id = ${shopId} and body is not null and (object = any(${objects})
          or encode(decode(body, 'base64'), 'escape') ~ ${mentionOf(customerId)})`
      const quarantined = await redactQuarantine({ sql: tx, keyring }, { shopId, customerId, objects })
      const pushes = await redactPushes(tx, { shopId, customerId, orderIds: orders, contacts }, now())
      const hints = await tx`
        delete from refetches where shop_id = ${shopId} and resource || '/' || external_id = any(${objects})`
      const changes = await tx`
        delete from object_changes where shop_id = ${shopId} and object = any(${objects.map(idKeyOf)})`
      const seen = await tx`
        delete from sync_seen where shop_id = ${shopId} and resource = 'customers' and external_id = ${customerId}
          and run_id in (select id from sync_runs where shop_id = ${shopId})`
      const evidence = {
        ...counts,
        ...{ quarantine: quarantined, pushes },
        ...{ webhook_deliveries: deliveries.count, refetches: hints.count, sync_seen: seen.count },
        object_changes: changes.count,
      }
      await tx`
        update privacy_requests set finished_at = ${now().toISOString()}, outcome = 'redacted',
          evidence = ${JSON.stringify(evidence)}::text::jsonb, order_external_ids = '{}'
        where id = ${request.id} and finished_at is null`
      return evidence
    }),

  /** The export was handed out. */
  async markExported(id: string) {
    await db.update(privacyRequests).set({ exportedAt: now() }).where(eq(privacyRequests.id, id))
  },

  async exportCustomer({
    shopId,
    customerExternalId,
    orderExternalIds,
  }: {
    shopId: string
    customerExternalId: string
    orderExternalIds: readonly string[]
  }): Promise<CustomerExport> {
    const found: CustomerExport = {}
    for (const [table, whose] of exported)
      found[table as string] = await sql.unsafe<Record<string, unknown>[]>(
        `select * from ${table} where shop_id = $1 and ${whose} and $2::text is not null and $3::text[] is not null
        and deleted_at is null order by external_id`,
        [shopId, customerExternalId, [...orderExternalIds]],
      )
    const customer = { shopId, customerId: customerExternalId }
    const orders = [...new Set([...orderExternalIds, ...(found.orders ?? []).map(({ external_id: id }) => String(id))])]
    const objects = [`customers/${customerExternalId}`, ...orders.map((id) => `orders/${id}`)]
    const quarantine = await exportQuarantine({ sql, keyring }, { ...customer, objects })
    const contacts = await findContacts(sql, customer)
    const pushes = await exportPushes(sql, { ...customer, orderIds: orders, contacts })
    const changes = await exportChanges(sql, shopId, objects)
    return { ...found, quarantine: quarantine.map((each) => ({ ...each })), pushes, object_changes: changes }
  },
})
