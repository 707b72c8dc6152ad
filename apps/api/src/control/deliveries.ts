import { replayDelivery } from '@shopmirror/jobs'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { scopeOf } from '../http/auth.ts'
import { dataOf, pageOf, pageQuery, readPage } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'
import { idSchema } from './present/common.ts'
import { deliverySchema, deliveryStatus, presentDelivery } from './present/delivery.ts'

const tags = ['Webhooks']
const params = z.object({ id: idSchema })
const text = z.string().min(1).max(200).optional()

export function deliveryRoutes(app: Api, { db, enqueue }: ControlDeps): void {
  app.get('/deliveries', {
    schema: {
      summary: 'Webhook deliveries, newest first',
      tags,
      querystring: z
        .object({
          shop: idSchema.optional(),
          topic: text,
          object: text.describe('`resource/id`'),
          error: text.describe('Part of its text'),
          status: deliveryStatus.optional(),
          ...pageQuery,
        })
        .strict(),
      response: { 200: pageOf(deliverySchema) },
    },
    handler: (request) => {
      const { limit, shop: shopId, ...query } = request.query
      const read = (rows: number) => db.deliveries.list({ ...query, shopId, limit: rows, accountId: scopeOf(request) })
      return readPage(limit, read, presentDelivery)
    },
  })

  app.get('/deliveries/:id', {
    schema: { summary: 'One delivery', tags, params, response: { 200: dataOf(deliverySchema) } },
    handler: async (request) => {
      const delivery = await db.deliveries.find(request.params.id, scopeOf(request))
      if (!delivery) throw new Problem('not-found')
      return { data: presentDelivery(delivery) }
    },
  })

  app.post('/deliveries/:id/replay', {
    schema: { summary: 'Apply a delivery once more', tags, params, response: { 202: dataOf(deliverySchema) } },
    handler: async (request, reply) => {
      const scope = scopeOf(request)
      const delivery = await db.deliveries.find(request.params.id, scope)
      if (!delivery) throw new Problem('not-found')
      if (!(await replayDelivery(delivery.id, { db, enqueue }))) throw new Problem('body-gone')
      const reopened = await db.deliveries.find(delivery.id, scope)
      return reply.code(202).send({ data: presentDelivery(reopened ?? delivery) })
    },
  })
}
