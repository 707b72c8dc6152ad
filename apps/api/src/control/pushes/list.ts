import { z } from 'zod'
import type { Api } from '../../http/api.ts'
import { scopeOf } from '../../http/auth.ts'
import { idSchema, rangeQuery, text, toRange } from '../../http/fields.ts'
import { dataOf, pageOf, readPage, shopPageQuery } from '../../http/paging.ts'
import { Problem } from '../../http/problem.ts'
import { findConsequences } from '../consequences.ts'
import type { ControlDeps } from '../deps.ts'
import { iso } from '../present/common.ts'
import { detailedPushSchema, presentPush, pushSchema, pushStatus } from '../present/push.ts'
import { conflictOf } from './conflict.ts'

const tags = ['Pushes']
const params = z.object({ id: idSchema })

/** `/api/v1/pushes`: list, count and read. */
export function pushListRoutes(app: Api, deps: ControlDeps): void {
  const { db } = deps
  countsRoute(app, deps)
  app.get('/pushes', {
    schema: {
      operationId: 'listPushes',
      summary: 'Pushes, newest first',
      description: '`since` and `until` filter by `created_at`.',
      tags,
      querystring: z.strictObject({
        ...shopPageQuery,
        ...rangeQuery,
        status: pushStatus.optional(),
        entity: text({ max: 60 }).optional(),
        kind: text({ max: 60 }).optional(),
        key: text({ max: 200 }).optional(),
        error: text({ max: 200 }).optional().describe('Part of `error`, case-insensitive'),
      }),
      response: { 200: pageOf(pushSchema) },
    },
    handler: (request) => {
      const { limit, shop: shopId, since, until, ...query } = request.query
      const filter = { ...query, ...toRange({ since, until }), shopId, accountId: scopeOf(request) }
      return readPage(limit, (rows) => db.pushes.list({ ...filter, limit: rows }), presentPush)
    },
  })

  app.get('/pushes/:id', {
    schema: {
      operationId: 'getPush',
      summary: 'One push',
      tags,
      params,
      response: { 200: dataOf(detailedPushSchema) },
      problems: ['not-found'],
    },
    handler: async (request) => ({ data: await findPresented(request.params.id, scopeOf(request), db) }),
  })
}

const countSchema = z.int()

/** `GET /api/v1/pushes/counts` */
function countsRoute(app: Api, { db }: ControlDeps): void {
  app.get('/pushes/counts', {
    schema: {
      operationId: 'countPushes',
      summary: 'Pushes that are open or failed, by status',
      tags,
      querystring: z.strictObject({
        ...rangeQuery,
        shop: idSchema.optional(),
        entity: text({ max: 60 }).optional(),
        kind: text({ max: 60 }).optional(),
        error: text({ max: 200 }).optional().describe('Part of `error`, case-insensitive'),
      }),
      response: {
        200: dataOf(
          z
            .object({
              ...{ pending: countSchema, held: countSchema, processing: countSchema },
              ...{ conflict: countSchema, failed: countSchema },
            })
            .meta({ id: 'PushCounts' }),
        ),
      },
    },
    handler: async (request) => {
      const { shop: shopId, since, until, ...query } = request.query
      const filter = { ...query, ...toRange({ since, until }), shopId, accountId: scopeOf(request) }
      const none = { pending: 0, held: 0, processing: 0, conflict: 0, failed: 0 }
      return { data: { ...none, ...(await db.pushes.counts(filter)) } }
    },
  })
}

/** Throws `not-found` also where the push belongs to a shop outside the scope. */
export async function findPresented(id: string, accountId: string | null, db: ControlDeps['db']) {
  const push = await db.pushes.find(id, accountId)
  if (!push) throw new Problem('not-found')
  return {
    ...presentPush(push),
    first_sent_at: iso(push.firstSentAt),
    last_sent_at: iso(push.attemptAt),
    updated_at: push.updatedAt.toISOString(),
    failed_attempts: push.failedAttempts,
    ...(await findConsequences({ shopId: push.shopId, cause: push.id, since: push.firstSentAt ?? push.createdAt }, db)),
    conflict: await conflictOf(push, db),
  }
}
