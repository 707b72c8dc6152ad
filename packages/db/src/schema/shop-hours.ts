import { sql } from 'drizzle-orm'
import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'

/** What is counted per shop and hour. A delivery or push that is sent again and ends again counts again. */
export const counters = [
  'deliveries_received',
  'deliveries_applied',
  'deliveries_ignored',
  'deliveries_failed',
  'pushes_completed',
  'pushes_failed',
  'pushes_conflict',
  'runs_succeeded',
  'runs_failed',
  /** Rows that ended runs have read and changed. */
  'rows_read',
  'rows_changed',
  /** Objects read again because of a hint. */
  'objects_read',
] as const

export type Counter = (typeof counters)[number]

const columns = () => ({
  deliveriesReceived: integer().notNull().default(0),
  deliveriesApplied: integer().notNull().default(0),
  deliveriesIgnored: integer().notNull().default(0),
  deliveriesFailed: integer().notNull().default(0),
  pushesCompleted: integer().notNull().default(0),
  pushesFailed: integer().notNull().default(0),
  pushesConflict: integer().notNull().default(0),
  runsSucceeded: integer().notNull().default(0),
  runsFailed: integer().notNull().default(0),
  rowsRead: integer().notNull().default(0),
  rowsChanged: integer().notNull().default(0),
  objectsRead: integer().notNull().default(0),
})

/**
 * Counts of each shop by hour (UTC), deleted after `STATISTICS_RETENTION_DAYS`. Complete together with the `hour_deltas` that
 * are not added yet. No foreign key to `shops`, as in the mirror.
 */
export const shopHours = pgTable(
  'shop_hours',
  { shopId: text().notNull(), hour: at().notNull(), ...columns() },
  (t) => [
    primaryKey({ columns: [t.shopId, t.hour] }),
    index('shop_hours_by_hour').on(t.hour),
    // Few rows: for the shops with the most failures.
    index('shop_hours_failed')
      .on(t.hour)
      .where(sql`deliveries_failed + pushes_failed + pushes_conflict + runs_failed > 0`),
  ],
)

/** The sums of `shop_hours` by account: an overview of 10,000 shops reads 24 rows. Stay when a shop is erased. */
export const accountHours = pgTable(
  'account_hours',
  { accountId: text().notNull(), hour: at().notNull(), ...columns() },
  (t) => [primaryKey({ columns: [t.accountId, t.hour] }), index('account_hours_by_hour').on(t.hour)],
)

/**
 * What happened and is not in `shop_hours` yet. Written by the statement that settles the work, so that both are committed
 * or neither; only appended, so that no two writers wait for one row. `statistics.fold` moves the rows.
 */
export const hourDeltas = pgTable('hour_deltas', {
  shopId: text().notNull(),
  hour: at().notNull(),
  counter: text().$type<Counter>().notNull(),
  amount: integer().notNull(),
})
