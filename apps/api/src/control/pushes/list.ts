import { z } from 'zod'
import type { Api } from '../../http/api.ts'
import { scopeOf } from '../../http/auth.ts'
import { idSchema, rangeQuery, text, toRange } from '../../http/fields.ts'
import { dataOf, pageOf, readPage, shopPageQuery } from '../../http/paging.ts'
import { Problem } from '../../http/problem.ts'
import type { ControlDeps } from '../deps.ts'
import { presentPush, pushSchema, pushStatus } from '../present/push.ts'

const tags = ['Pushes']
const params = z.object({ id: idSchema })

/** `/api/v1/pushes`: list and read. */
export function pushListRoutes(app: Api, { db }: ControlDeps): void {
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
      response: { 200: dataOf(pushSchema) },
      problems: ['not-found'],
    },
    handler: async (request) => ({ data: await findPresented(request.params.id, scopeOf(request), db) }),
  })
}

/** Throws `not-found` also where the push belongs to a shop outside the scope. */
export async function findPresented(id: string, accountId: string | null, db: ControlDeps['db']) {
  const push = await db.pushes.find(id, accountId)
  if (!push) throw new Problem('not-found')
  return presentPush(push)
}
