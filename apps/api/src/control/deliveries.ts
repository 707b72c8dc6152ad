import type { Repositories } from '@shopmirror/db'
import { replayDelivery } from '@shopmirror/jobs'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { callerOf, scopeOf } from '../http/auth.ts'
import { idSchema, rangeQuery, text, toRange } from '../http/fields.ts'
import { dataOf, pageOf, readPage, shopPageQuery } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { findConsequences } from './consequences.ts'
import type { ControlDeps } from './deps.ts'
import { maskBody, type RawBody, readFields } from './mask-body.ts'
import {
  deliveryBodySchema,
  deliverySchema,
  deliveryStatus,
  detailedDeliverySchema,
  presentDelivery,
} from './present/delivery.ts'

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
          replay: idSchema.optional().describe('The last replay that applied it again'),
        })
        .strict(),
      response: { 200: pageOf(deliverySchema) },
    },
    handler: (request) => {
      const { limit, shop: shopId, replay: replayId, since, until, ...query } = request.query
      const filter = { ...query, ...toRange({ since, until }), shopId, replayId, accountId: scopeOf(request) }
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
      response: { 200: dataOf(detailedDeliverySchema) },
      problems: ['not-found'],
    },
    handler: async (request) => {
      const delivery = await findDelivery(request.params.id, scopeOf(request), db)
      const { id, shopId, receivedAt: since } = delivery
      if (shopId === null) return { data: { ...presentDelivery(delivery), domain: null, led_to: [], reading: [] } }
      const [shop, consequences] = await Promise.all([
        db.shops.find(shopId),
        findConsequences({ shopId, cause: id, since }, db),
      ])
      return { data: { ...presentDelivery(delivery), domain: shop?.domain ?? null, ...consequences } }
    },
  })

  app.get('/deliveries/:id/body', {
    schema: {
      operationId: 'getDeliveryBody',
      summary: 'The content of a delivery, without customer data',
      tags,
      params,
      response: { 200: dataOf(deliveryBodySchema) },
      problems: ['not-found', 'body-gone'],
    },
    handler: async (request) => {
      const body = bodyOf(await findDelivery(request.params.id, scopeOf(request), db))
      return { data: { content_type: body.contentType, fields: maskBody(body), is_masked: true } }
    },
  })

  app.post('/deliveries/:id/body/reveal', {
    config: { permission: 'manage' },
    schema: {
      operationId: 'revealDeliveryBody',
      summary: 'The content of a delivery with customer data',
      tags,
      params,
      response: { 200: dataOf(deliveryBodySchema) },
      problems: ['not-found', 'body-gone'],
    },
    handler: async (request) => {
      const body = bodyOf(await findDelivery(request.params.id, scopeOf(request), db))
      request.log.info({ delivery: request.params.id, caller: callerOf(request).id }, 'delivery.revealed')
      return { data: { content_type: body.contentType, fields: readFields(body), is_masked: false } }
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
      const delivery = await findDelivery(request.params.id, scope, db)
      if (!(await replayDelivery(delivery.id, deps))) throw new Problem('body-gone')
      const reopened = await db.deliveries.find(delivery.id, scope)
      return reply.code(202).send({ data: presentDelivery(reopened ?? delivery) })
    },
  })
}

/** Throws `not-found` also when the delivery belongs to another account. */
async function findDelivery(id: string, scope: string | null, db: Repositories) {
  const delivery = await db.deliveries.find(id, scope)
  if (!delivery) throw new Problem('not-found')
  return delivery
}

/** Throws `body-gone`, also for what is encrypted because it may contain a token. */
function bodyOf({ body, about, contentType }: Awaited<ReturnType<typeof findDelivery>>): RawBody {
  if (body === null || about === 'access') throw new Problem('body-gone')
  return { contentType, bytes: Buffer.from(body, 'base64') }
}
