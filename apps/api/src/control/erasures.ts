import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { scopeOf } from '../http/auth.ts'
import { pageOf, readPage, shopPageQuery } from '../http/paging.ts'
import type { ControlDeps } from './deps.ts'
import { erasureSchema, presentErasure } from './present/erasure.ts'

/** `GET /api/v1/erasures`. */
export function erasureRoutes(app: Api, { db }: ControlDeps): void {
  app.get('/erasures', {
    schema: {
      operationId: 'listErasures',
      summary: 'Evidence of erased shops, newest first',
      tags: ['Operations'],
      querystring: z.object(shopPageQuery).strict(),
      response: { 200: pageOf(erasureSchema) },
    },
    handler: (request) => {
      const { limit, shop: shopId, ...query } = request.query
      const read = (rows: number) => db.erasures.list({ ...query, shopId, limit: rows, accountId: scopeOf(request) })
      return readPage(limit, read, presentErasure)
    },
  })
}
