import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, createdAt } from './columns.ts'
import type { DeliveryStatus } from './webhook-deliveries.ts'

/** `running` until every shop has ended. */
export type ReplayStatus = 'running' | 'completed' | 'cancelled'

/** Which deliveries a replay applies again. Times as ISO 8601. */
export interface ReplayFilter {
  shopId?: string | undefined
  topic?: string | undefined
  /** `resource/id`. */
  object?: string | undefined
  status?: DeliveryStatus | undefined
  since?: string | undefined
  until?: string | undefined
  /** Part of the error's text. */
  error?: string | undefined
}

/** Jobs that apply stored deliveries again. */
export const replays = pgTable(
  'replays',
  {
    id: text().primaryKey(),
    /** Whose deliveries; `null`: of all accounts. */
    accountId: text(),
    filter: jsonb().$type<ReplayFilter>().notNull(),
    /** Deliveries received from then on are not part of it. */
    before: at().notNull(),
    status: text().$type<ReplayStatus>().notNull().default('running'),
    /** What the rehearsal announced: deliveries, objects to read and calls to shops. */
    deliveries: integer().notNull(),
    objects: integer().notNull(),
    calls: integer().notNull(),
    /** Id of the API key or person that started it. */
    requestedBy: text().notNull(),
    createdAt: createdAt(),
    finishedAt: at(),
  },
  (t) => [
    index('replays_by_account').on(t.accountId, t.id),
    index('replays_running').on(t.id).where(sql`status = 'running'`),
  ],
)

/** Progress of a replay in each of its shops. */
export const replayShops = pgTable(
  'replay_shops',
  {
    replayId: text()
      .notNull()
      .references(() => replays.id, { onDelete: 'cascade' }),
    /** No foreign key: rows of deleted shops are removed by their erasure. */
    shopId: text().notNull(),
    deliveries: integer().notNull(),
    /** Checkpoint: object and id of the last delivery taken. Deliveries whose object is unknown come last. */
    afterObject: text(),
    afterId: text(),
    replayed: integer().notNull().default(0),
    /** Deliveries whose body has been deleted, so that they cannot be applied. */
    withoutBody: integer().notNull().default(0),
    finishedAt: at(),
  },
  (t) => [
    primaryKey({ columns: [t.replayId, t.shopId] }),
    index('replay_shops_by_shop').on(t.shopId),
    index('replay_shops_open').on(t.replayId, t.shopId).where(sql`finished_at is null`),
  ],
)
