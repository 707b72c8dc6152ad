import { findState, type LifeQuery, readLife } from './activity/life.ts'
import { listObjects } from './activity/list-objects.ts'
import { type ActivityQuery, searchActivity } from './activity/search.ts'
import type { Connection } from './connection.ts'
import { mirrorTables } from './mirror/tables.ts'

/** What happened: one search over runs, deliveries and pushes, and the life of one object. */
export const activityRepository = ({ sql }: Pick<Connection, 'sql'>) => ({
  /** See `searchActivity`. */
  search: (query: ActivityQuery) => searchActivity(sql, query),

  /** See `listObjects`. */
  objects: (search: Parameters<typeof listObjects>[1]) => listObjects(sql, search),

  /** The object's row, `null` when the mirror has none, and a page of its life. `null` for a table that is not mirrored. */
  async life(query: LifeQuery) {
    if (!mirrorTables.has(query.table)) return null
    const state = await findState(sql, query)
    return { state, entries: await readLife(sql, query, state?.owner ?? null) }
  },
})
