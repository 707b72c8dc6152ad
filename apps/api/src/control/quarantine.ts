import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { scopeOf } from '../http/auth.ts'
import { idSchema, text } from '../http/fields.ts'
import { dataOf, pageOf, readPage, shopPageQuery } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'
import {
  detailedQuarantineSchema,
  presentDetailedQuarantine,
  presentQuarantine,
  quarantineSchema,
} from './present/quarantine.ts'

const tags = ['Syncs']

/** `/api/v1/quarantine`: objects that could not be stored. */
export function quarantineRoutes(app: Api, { db }: ControlDeps): void {
  app.get('/quarantine', {
    schema: {
      operationId: 'listQuarantine',
      summary: 'Objects that could not be stored, newest first',
      description:
        'An object is removed from the list when the same or a newer version of it is stored, or when it is deleted.',
      tags,
      querystring: z
        .object({
          ...shopPageQuery,
          table: text({ max: 100 }).optional().describe('Mirror table, such as `orders`'),
          run: idSchema.optional().describe('The last sync run that read the object'),
        })
        .strict(),
      response: { 200: pageOf(quarantineSchema) },
    },
    handler: (request) => {
      const { limit, shop: shopId, run: runId, ...query } = request.query
      const filter = { ...query, shopId, runId, accountId: scopeOf(request) }
      return readPage(limit, (rows) => db.quarantine.list({ ...filter, limit: rows }), presentQuarantine)
    },
  })

  app.get('/quarantine/:id', {
    schema: {
      operationId: 'getQuarantined',
      summary: 'One object that could not be stored, as the shop sent it',
      tags,
      params: z.object({ id: idSchema }),
      response: { 200: dataOf(detailedQuarantineSchema) },
      problems: ['not-found'],
    },
    handler: async (request) => {
      const found = await db.quarantine.find(request.params.id, scopeOf(request))
      if (!found) throw new Problem('not-found')
      return { data: presentDetailedQuarantine(found) }
    },
  })
}
