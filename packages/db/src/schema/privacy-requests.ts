import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'

export type PrivacyKind = 'data_request' | 'redact_customer' | 'redact_shop'

/** What a platform asked for on behalf of people, and the evidence that it was done. Outlives the shop: points at nothing. */
export const privacyRequests = pgTable(
  'privacy_requests',
  {
    id: text().primaryKey(),
    /** Of the delivery that brought it: a repeated delivery is the same request. */
    deliveryId: text().notNull().unique(),
    shopId: text().notNull(),
    accountId: text().notNull(),
    platform: text().notNull(),
    domain: text().notNull(),
    kind: text().$type<PrivacyKind>().notNull(),
    /** The platform's number of it, where it has one. */
    requestId: text(),
    /** Emptied with the shop. */
    customerExternalId: text(),
    orderExternalIds: text().array().notNull().default(sql`'{}'`),
    /** Of `redact_shop`: a newer installation is kept. */
    installedBefore: at(),
    receivedAt: at().notNull(),
    dueAt: at().notNull(),
    finishedAt: at(),
    /** How it ended, in a word. */
    outcome: text(),
    /** Rows changed, by table. */
    evidence: jsonb().$type<Record<string, number>>().notNull().default({}),
  },
  (t) => [
    index('privacy_requests_by_account').on(t.accountId, t.id),
    // For webhooks that arrive late: has a customer been redacted since?
    index('privacy_requests_redacted').on(t.shopId, t.finishedAt).where(sql`kind = 'redact_customer'`),
    index('privacy_requests_open').on(t.dueAt).where(sql`finished_at is null`),
  ],
)
