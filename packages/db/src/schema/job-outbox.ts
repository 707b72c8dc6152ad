import { bigint, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { at, createdAt } from './columns.ts'

/** Transactional outbox: jobs that a committed change needs. A row is deleted once Redis has its job. */
export const jobOutbox = pgTable(
  'job_outbox',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    queue: text().notNull(),
    name: text().notNull(),
    /** Ids; never tokens or customer data. */
    payload: jsonb().notNull(),
    /** BullMQ's job options. */
    options: jsonb().notNull(),
    /** End of the lease: after it any process may take the row. */
    availableAt: at().notNull(),
    attempts: integer().notNull().default(0),
    lastError: text(),
    createdAt: createdAt(),
  },
  (t) => [index('job_outbox_by_availability').on(t.availableAt)],
)
