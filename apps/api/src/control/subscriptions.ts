import { registerWebhooks } from '@shopmirror/jobs'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { scopeOf } from '../http/auth.ts'
import { idSchema } from '../http/fields.ts'
import { dataOf, shopPageQuery } from '../http/paging.ts'
import type { ControlDeps } from './deps.ts'
import { findShop } from './owned.ts'
import { presentSubscription, subscriptionSchema } from './present/subscription.ts'

const tags = ['Webhooks']
const DAY_MS = 86_400_000

/** `/api/v1/subscriptions`: webhook subscriptions and their problems. */
export function subscriptionRoutes(app: Api, { db, enqueue, now }: ControlDeps): void {
  app.get('/subscriptions', {
    schema: {
      operationId: 'listSubscriptions',
      summary: 'Webhooks registered at the shops, those of the newest shop first',
      tags,
      querystring: z.object({ shop: shopPageQuery.shop }).strict(),
      response: { 200: dataOf(z.array(subscriptionSchema)) },
    },
    handler: async (request) => {
      const { shop: shopId } = request.query
      const rows = await db.subscriptions.list({ accountId: scopeOf(request), ...(shopId && { shopId }) })
      const received = shopId && rows.length > 0 ? await db.deliveries.countByTopic(shopId, dayBefore(now())) : null
      return { data: rows.map((row) => presentSubscription(row, received)) }
    },
  })

  app.post('/shops/:id/subscriptions/repair', {
    schema: {
      operationId: 'repairSubscriptions',
      summary: "Check and repair a shop's webhook subscriptions",
      tags,
      params: z.object({ id: idSchema }),
      response: { 202: dataOf(z.object({ status: z.literal('queued') })) },
      problems: ['not-found'],
    },
    config: { rateLimit: { max: 10, timeWindow: 60_000 } },
    handler: async (request, reply) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      await enqueue(registerWebhooks, { shopId: shop.id })
      return reply.code(202).send({ data: { status: 'queued' } })
    },
  })
}

function dayBefore(now: Date): Date {
  return new Date(now.getTime() - DAY_MS)
}
