import { replayDelivery } from '@shopmirror/jobs'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { scopeOf } from '../http/auth.ts'
import { idSchema, rangeQuery, text, toRange } from '../http/fields.ts'
import { dataOf, pageOf, readPage, shopPageQuery } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'
import { deliverySchema, deliveryStatus, presentDelivery } from './present/delivery.ts'

const tags = ['Webhooks']
const params = z.object({ id: idSchema })
const word = text({ max: 200 }).optional()

/** `/api/v1/deliveries`: list, read and replay webhook deliveries. */
export function deliveryRoutes(app: Api, deps: ControlDeps): void {
  const { db } = deps
  app.get('/deliveries', {
    schema: {
      operationId: 'listDeliveries',
      summary: 'Webhook deliveries, newest first',
      description: '`since` and `until` filter by `received_at`.',
      tags,
      querystring: z
        .object({
          ...shopPageQuery,
          ...rangeQuery,
          topic: word,
          object: word.describe('`resource/id`'),
          error: word.describe('Part of `error`, case-insensitive'),
          status: deliveryStatus.optional(),
        })
        .strict(),
      response: { 200: pageOf(deliverySchema) },
    },
    handler: (request) => {
      const { limit, shop: shopId, since, until, ...query } = request.query
      const filter = { ...query, ...toRange({ since, until }), shopId, accountId: scopeOf(request) }
      const read = (rows: number) => db.deliveries.list({ ...filter, limit: rows })
      return readPage(limit, read, presentDelivery)
    },
  })

  app.get('/deliveries/:id', {
    schema: {
      operationId: 'getDelivery',
      summary: 'One delivery',
      tags,
      params,
      response: { 200: dataOf(deliverySchema) },
      problems: ['not-found'],
    },
    handler: async (request) => {
      const delivery = await db.deliveries.find(request.params.id, scopeOf(request))
      if (!delivery) throw new Problem('not-found')
      return { data: presentDelivery(delivery) }
    },
  })

  app.post('/deliveries/:id/replay', {
    schema: {
      operationId: 'replayDelivery',
      summary: 'Apply a delivery again',
      tags,
      params,
      response: { 202: dataOf(deliverySchema) },
      problems: ['not-found', 'body-gone'],
    },
    handler: async (request, reply) => {
      const scope = scopeOf(request)
      const delivery = await db.deliveries.find(request.params.id, scope)
      if (!delivery) throw new Problem('not-found')
      if (!(await replayDelivery(delivery.id, deps))) throw new Problem('body-gone')
      const reopened = await db.deliveries.find(delivery.id, scope)
      return reply.code(202).send({ data: presentDelivery(reopened ?? delivery) })
    },
  })
}
