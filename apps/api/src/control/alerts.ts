import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { scopeOf } from '../http/auth.ts'
import { pageOf, pageQuery, readPage } from '../http/paging.ts'
import type { ControlDeps } from './deps.ts'
import { alertSchema, presentAlert } from './present/alert.ts'

export function alertRoutes(app: Api, { db }: ControlDeps): void {
  app.get('/alerts', {
    schema: {
      summary: 'What went wrong several times in a row, newest first',
      tags: ['Operations'],
      querystring: z.object(pageQuery).strict(),
      response: { 200: pageOf(alertSchema) },
    },
    handler: (request) => {
      const { limit, ...query } = request.query
      const read = (rows: number) => db.alerts.list({ ...query, limit: rows, accountId: scopeOf(request) })
      return readPage(limit, read, presentAlert)
    },
  })
}
