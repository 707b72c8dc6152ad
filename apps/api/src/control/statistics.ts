import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { scopeOf } from '../http/auth.ts'
import { idSchema, momentSchema } from '../http/fields.ts'
import { dataOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'
import { count } from './present/common.ts'
import {
  countsSchema,
  hourSchema,
  platformFreshnessSchema,
  presentPlatformFreshness,
  presentWaiting,
  presentWorstShop,
  summarize,
  waitingSchema,
  worstShopSchema,
} from './present/statistics.ts'

const tags = ['Activity']
const HOUR_MS = 3_600_000
const DAY_HOURS = 24
/** Hours in one answer: a little more than what is kept by default. */
const HOURS_MAX = 1_000
const WORST_SHOPS = 10

const statisticsSchema = z
  .object({ hours: z.array(hourSchema).describe('Those with any number, oldest first'), total: countsSchema })
  .meta({ id: 'Statistics' })

const overviewSchema = z
  .object({
    last_24_hours: z.object({
      operations: count.describe('Deliveries, pushes and runs that ended'),
      succeeded: count,
      failed: count,
      success_rate: z.number().nullable().describe('0 to 1; `null` without operations'),
      pending: count.describe('Now'),
      counts: countsSchema,
    }),
    waiting: z.array(waitingSchema),
    freshness: z.array(platformFreshnessSchema),
    shops: z.array(z.object({ status: z.string(), shops: count })),
    open_alerts: count,
    worst_shops: z.array(worstShopSchema),
  })
  .meta({ id: 'Overview' })

/** `/api/v1/statistics` and `/api/v1/overview`: numbers of all shops that the caller may see. */
export function statisticsRoutes(app: Api, { db, now }: ControlDeps): void {
  app.get('/statistics', {
    schema: {
      operationId: 'getStatistics',
      summary: 'Numbers by hour',
      description: `Hours begin in UTC; a range has at most ${HOURS_MAX} of them. Kept for \`STATISTICS_RETENTION_DAYS\`.`,
      tags,
      querystring: z.strictObject({
        shop: idSchema.optional().describe('Id of the shop'),
        from: momentSchema.optional().describe('Default: 24 hours before `to`'),
        to: momentSchema.optional().describe('Default: the end of the current hour'),
      }),
      response: { 200: dataOf(statisticsSchema) },
      problems: ['invalid-request'],
    },
    handler: async (request) => {
      const { shop: shopId, from, to } = request.query
      const range = rangeOf({ from, to }, now())
      const query = { accountId: scopeOf(request), shopId, ...range }
      const { hours, total } = await db.statistics.byHour(query)
      return { data: { hours: hours.map(({ hour, ...counts }) => ({ hour: hour.toISOString(), ...counts })), total } }
    },
  })

  app.get('/overview', {
    schema: {
      operationId: 'getOverview',
      summary: 'How everything is',
      tags,
      response: { 200: dataOf(overviewSchema) },
    },
    handler: async (request) => {
      const accountId = scopeOf(request)
      const query = { accountId, ...rangeOf({}, now()) }
      const [{ total: counts }, worst, waiting, freshness, shops, openAlerts] = await Promise.all([
        db.statistics.byHour(query),
        db.statistics.worstShops(query, WORST_SHOPS),
        db.overview.waiting(accountId),
        db.overview.freshness(accountId),
        db.overview.shopsByStatus(accountId),
        db.overview.openAlerts(accountId),
      ])
      const pending = waiting.reduce((sum, queue) => sum + queue.waiting, 0)
      return {
        data: {
          last_24_hours: { ...summarize(counts), pending, counts },
          waiting: waiting.map(presentWaiting),
          freshness: freshness.map(presentPlatformFreshness),
          shops,
          open_alerts: openAlerts,
          worst_shops: worst.map(presentWorstShop),
        },
      }
    },
  })
}

/** Whole hours. Throws `invalid-request` for a range that is empty or too long. */
function rangeOf({ from, to }: { from?: string | undefined; to?: string | undefined }, now: Date) {
  const end = to === undefined ? now.getTime() + HOUR_MS : new Date(to).getTime()
  const until = Math.floor(end / HOUR_MS) * HOUR_MS
  const since =
    from === undefined ? until - DAY_HOURS * HOUR_MS : Math.floor(new Date(from).getTime() / HOUR_MS) * HOUR_MS
  const hours = (until - since) / HOUR_MS
  if (hours < 1 || hours > HOURS_MAX)
    throw new Problem('invalid-request', {
      errors: [{ path: 'querystring.from', message: `the range has to have 1 to ${HOURS_MAX} hours` }],
    })
  return { from: new Date(since), to: new Date(until) }
}
