import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { scopeOf } from '../http/auth.ts'
import { pageOf, readPage, shopPageQuery } from '../http/paging.ts'
import type { ControlDeps } from './deps.ts'
import { alertSchema, presentAlert } from './present/alert.ts'

/** `GET /api/v1/alerts`. */
export function alertRoutes(app: Api, { db }: ControlDeps): void {
  app.get('/alerts', {
    schema: {
      operationId: 'listAlerts',
      summary: 'Alerts, newest first',
      tags: ['Operations'],
      querystring: z.object(shopPageQuery).strict(),
      response: { 200: pageOf(alertSchema) },
    },
    handler: (request) => {
      const { limit, shop: shopId, ...query } = request.query
      const read = (rows: number) => db.alerts.list({ ...query, shopId, limit: rows, accountId: scopeOf(request) })
      return readPage(limit, read, presentAlert)
    },
  })
}
