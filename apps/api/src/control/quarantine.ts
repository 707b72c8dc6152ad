import { refetchObjects } from '@shopmirror/jobs'
import { type Resource, resourceNames, tableOf } from '@shopmirror/platforms'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { scopeOf } from '../http/auth.ts'
import { idSchema, text } from '../http/fields.ts'
import { dataOf, pageOf, readPage, shopPageQuery } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'
import { findShop } from './owned.ts'
import {
  detailedQuarantineSchema,
  presentDetailedQuarantine,
  presentQuarantine,
  quarantineSchema,
} from './present/quarantine.ts'

const tags = ['Syncs']

/** `/api/v1/quarantine`: objects that could not be stored. */
export function quarantineRoutes(app: Api, deps: ControlDeps): void {
  const { db } = deps
  retryRoute(app, deps)
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
    // What the shop sent may be about a customer.
    config: { permission: 'manage' },
    handler: async (request) => {
      const found = await db.quarantine.find(request.params.id, scopeOf(request))
      if (!found) throw new Problem('not-found')
      return { data: presentDetailedQuarantine(found) }
    },
  })
}

/** `POST /api/v1/quarantine/{id}/retry` */
function retryRoute(app: Api, { db, enqueue }: ControlDeps): void {
  app.post('/quarantine/:id/retry', {
    schema: {
      operationId: 'retryQuarantined',
      summary: 'Read an object that could not be stored again',
      description:
        'It leaves the quarantine once it is stored. Objects that are read as part of others cannot be read alone.',
      tags,
      params: z.object({ id: idSchema }),
      response: { 202: dataOf(quarantineSchema) },
      problems: ['not-found', 'not-readable', 'shop-not-active'],
    },
    handler: async (request, reply) => {
      const found = await db.quarantine.find(request.params.id, scopeOf(request))
      if (!found) throw new Problem('not-found')
      const { shopId, externalId } = found
      const resource = readableResource(found.tableName)
      if (!resource) throw new Problem('not-readable', { parameters: { table: found.tableName } })
      const { status, domain } = await findShop(shopId, null, db)
      if (status !== 'active') throw new Problem('shop-not-active', { parameters: { reason: `${domain}: ${status}.` } })
      await db.refetches.add([{ shopId, resource, externalId }])
      await enqueue(refetchObjects, { shopId, resource })
      return reply.code(202).send({ data: presentQuarantine(found) })
    },
  })
}

/** The resource whose objects a table holds; `undefined` for tables of their parts. */
function readableResource(table: string): Resource | undefined {
  return resourceNames.find((resource) => tableOf[resource] === table)
}
