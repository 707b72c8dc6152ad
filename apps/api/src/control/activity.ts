import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { scopeOf } from '../http/auth.ts'
import { idSchema, rangeQuery, text, toRange } from '../http/fields.ts'
import { dataOf, pageOf, pageQuery, shopPageQuery } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'
import { findShop } from './owned.ts'
import {
  activityKind,
  activitySchema,
  activityStatus,
  lifeSchema,
  lifeStateSchema,
  listedObjectSchema,
  presentActivity,
  presentLife,
  presentLifeState,
  presentListed,
} from './present/activity.ts'

const tags = ['Activity']
const TEXT_MAX = 255
const FOUND_MAX = 50
const CURSOR = 'act_'
const LIFE_CURSOR = /^lif_(\d{1,17})_(\w{1,40})$/
const word = text({ max: 200 }).optional()

const lifePage = z.object({
  data: z.object({
    object: lifeStateSchema.nullable().describe('`null` when the mirror has no such row'),
    entries: z.array(lifeSchema),
  }),
  next_cursor: z.string().nullable().describe('Send it as `cursor` to get the next page; `null` on the last page'),
})

/** `/api/v1/activity`: one search over runs, deliveries and pushes; `/api/v1/shops/{id}/objects`: objects and their life. */
export function activityRoutes(app: Api, { db }: ControlDeps): void {
  app.get('/activity', {
    schema: {
      operationId: 'searchActivity',
      summary: 'Runs, deliveries and pushes, newest first',
      description:
        'A search that matches little may answer fewer entries than `limit`, or none, with a `next_cursor`: it got so far in time.',
      tags,
      querystring: z.strictObject({
        ...shopPageQuery,
        ...rangeQuery,
        kind: activityKind.optional(),
        status: activityStatus.optional(),
        topic: word.describe('Topic of a delivery, kind of a push or type of a run'),
        object: word.describe("The platform's id, `table/id`, an order number, a SKU or your own id. Leaves out runs"),
        error: word.describe('Part of `error`, case-insensitive'),
      }),
      response: { 200: pageOf(activitySchema) },
      problems: ['invalid-request'],
    },
    handler: async (request) => {
      const { limit, shop: shopId, since, until, cursor, ...query } = request.query
      const filter = { ...query, ...toRange({ since, until }), shopId, accountId: scopeOf(request) }
      const { entries, next } = await db.activity.search({ ...filter, limit, before: cursor?.slice(CURSOR.length) })
      return { data: entries.map(presentActivity), next_cursor: next === null ? null : `${CURSOR}${next}` }
    },
  })

  app.get('/shops/:id/objects', {
    schema: {
      operationId: 'findObjects',
      summary: 'Objects of a shop by id, order number, SKU or own id',
      tags,
      params: z.object({ id: idSchema }),
      querystring: z.strictObject({ q: text({ max: TEXT_MAX }) }),
      response: { 200: dataOf(z.array(listedObjectSchema)) },
      problems: ['not-found'],
    },
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      const found = await db.activity.objects({ shopId: shop.id, text: request.query.q, limit: FOUND_MAX })
      return { data: found.map(presentListed) }
    },
  })

  app.get('/shops/:id/objects/:table/:object/life', {
    schema: {
      operationId: 'getObjectLife',
      summary: 'What happened to one object, newest first',
      description: 'Deliveries, changes of its row and of rows that belong to it, and pushes.',
      tags,
      params: z.object({
        id: idSchema,
        table: text({ max: 40 }).describe('Mirror table'),
        object: text({ max: 1_000 }).describe("The platform's id, as in `external_id`"),
      }),
      querystring: z.strictObject(pageQuery),
      response: { 200: lifePage },
      problems: ['not-found', 'invalid-request'],
    },
    handler: async (request) => {
      const { id, table, object: externalId } = request.params
      const shop = await findShop(id, scopeOf(request), db)
      const { limit, cursor } = request.query
      const life = await db.activity.life({
        shopId: shop.id,
        table,
        externalId,
        limit: limit + 1,
        before: positionOf(cursor),
      })
      if (!life) throw new Problem('not-found')
      const entries = life.entries.slice(0, limit)
      const last = entries.at(-1)
      const hasMore = life.entries.length > limit && last
      return {
        data: { object: life.state && presentLifeState(life.state), entries: entries.map(presentLife) },
        next_cursor: hasMore ? `lif_${last.micros}_${last.key}` : null,
      }
    },
  })
}

function positionOf(cursor: string | undefined) {
  if (cursor === undefined) return undefined
  const [, at = '', key = ''] = LIFE_CURSOR.exec(cursor) ?? []
  if (at === '')
    throw new Problem('invalid-request', {
      errors: [{ path: 'querystring.cursor', message: 'is not a cursor of this list' }],
    })
  return { at, key }
}
