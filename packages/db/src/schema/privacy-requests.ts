import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'

/** `data_request`: export a customer's data. `redact_customer`, `redact_shop`: delete data. */
export type PrivacyKind = 'data_request' | 'redact_customer' | 'redact_shop'

/** Privacy requests sent by platforms, with evidence. Outlive the shop, so they have no foreign keys. */
export const privacyRequests = pgTable(
  'privacy_requests',
  {
    id: text().notNull(),
    /** Id of the delivery's row; a repeated delivery is the same request. */
    deliveryId: text().notNull(),
    shopId: text().notNull(),
    accountId: text().notNull(),
    platform: text().notNull(),
    domain: text().notNull(),
    kind: text().$type<PrivacyKind>().notNull(),
    /** The platform's id of the request, if it has one. */
    requestId: text(),
    /** Deleted with the shop. */
    customerExternalId: text(),
    orderExternalIds: text().array().notNull().default(sql`'{}'`),
    /** Of `redact_shop`: a newer installation is kept. */
    installedBefore: at(),
    receivedAt: at().notNull(),
    dueAt: at().notNull(),
    /** When the export was last handed out. */
    exportedAt: at(),
    finishedAt: at(),
    /** `redacted`, `erased`, `connected_again` or `answered`. */
    outcome: text(),
    /** Rows changed, by table. */
    evidence: jsonb().$type<Record<string, number>>().notNull().default({}),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.shopId] }),
    uniqueIndex('privacy_requests_once').on(t.deliveryId, t.shopId),

    index('privacy_requests_by_account').on(t.accountId, t.id),
    // For webhooks that arrive late: has a customer been redacted since?
    index('privacy_requests_redacted').on(t.shopId, t.finishedAt).where(sql`kind = 'redact_customer'`),
    index('privacy_requests_open').on(t.dueAt).where(sql`finished_at is null`),
  ],
)
