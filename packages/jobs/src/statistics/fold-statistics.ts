import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'

/** Deltas added in one statement. */
const DELTAS_AT_ONCE = 10_000

/** Adds what was counted since the last time to the hours of each shop. Readers add the rest themselves. */
export const foldStatistics = defineJob({
  name: 'statistics.fold',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, { db }, { signal }) {
    while (!signal.aborted && (await db.statistics.fold(DELTAS_AT_ONCE)) === DELTAS_AT_ONCE);
  },
})
