import { index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at, createdAt, shopId } from './columns.ts'

export type PushStatus = 'waiting' | 'sending' | 'unknown' | 'done' | 'failed' | 'replaced'

/** Changes that are sent to shops. Not used yet. */
export const pushes = pgTable(
  'pushes',
  {
    id: text().primaryKey(),
    shopId: shopId(),
    resource: text().notNull(),
    externalId: text().notNull(),
    intent: jsonb().notNull(),
    expectedBefore: jsonb(),
    idempotencyKey: text().notNull(),
    status: text().$type<PushStatus>().notNull().default('waiting'),
    attempts: integer().notNull().default(0),
    result: jsonb(),
    error: text(),
    createdAt: createdAt(),
    finishedAt: at(),
  },
  (t) => [
    uniqueIndex('pushes_once').on(t.shopId, t.idempotencyKey),
    index('pushes_by_object').on(t.shopId, t.resource, t.externalId),
  ],
)
