import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { isWithin, scopeOf } from '../http/auth.ts'
import { idSchema } from '../http/fields.ts'
import { dataOf, pageOf, readPage, shopPageQuery } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'
import { presentPrivacyRequest, privacyRequestSchema } from './present/privacy-request.ts'

const tags = ['Operations']
const params = z.object({ id: idSchema })
const status = z.enum(['open', 'done']).optional()

/** `/api/v1/privacy-requests`: list, export and complete. */
export function privacyRequestRoutes(app: Api, { db }: ControlDeps): void {
  const find = async (id: string, scope: string | null) => {
    const request = await db.privacy.find(id)
    if (!request || !isWithin(scope, request.accountId)) throw new Problem('not-found')
    return request
  }
  /** Requests for an export, which an operator answers; redactions are processed automatically. */
  const findDataRequest = async (id: string, scope: string | null) => {
    const request = await find(id, scope)
    if (request.kind !== 'data_request' || request.customerExternalId === null) throw new Problem('not-found')
    return { ...request, customerExternalId: request.customerExternalId }
  }

  app.get('/privacy-requests', {
    schema: {
      operationId: 'listPrivacyRequests',
      summary: 'Privacy requests of customers, sent by platforms, newest first',
      tags,
      querystring: z.object({ ...shopPageQuery, status }).strict(),
      response: { 200: pageOf(privacyRequestSchema) },
    },
    handler: (request) => {
      const { limit, status: wanted, shop: shopId, ...query } = request.query
      const filter = { ...query, shopId, accountId: scopeOf(request), ...(wanted && { isOpen: wanted === 'open' }) }
      return readPage(limit, (rows) => db.privacy.list({ ...filter, limit: rows }), presentPrivacyRequest)
    },
  })

  app.get('/privacy-requests/:id', {
    schema: {
      operationId: 'getPrivacyRequest',
      summary: 'One privacy request',
      tags,
      params,
      response: { 200: dataOf(privacyRequestSchema) },
      problems: ['not-found'],
    },
    handler: async (request) => ({ data: presentPrivacyRequest(await find(request.params.id, scopeOf(request))) }),
  })

  app.get('/privacy-requests/:id/export', {
    schema: {
      operationId: 'exportPrivacyRequest',
      summary: 'Everything stored about the customer, for the merchant',
      tags,
      params,
      response: { 200: dataOf(z.record(z.string(), z.array(z.record(z.string(), z.unknown())))) },
      problems: ['not-found'],
    },
    config: { permission: 'manage', audited: true },
    handler: async (request, reply) => {
      const question = await findDataRequest(request.params.id, scopeOf(request))
      reply.header('cache-control', 'no-store')
      const data = await db.privacy.exportCustomer(question)
      await db.privacy.markExported(question.id)
      return { data }
    },
  })

  app.post('/privacy-requests/:id/complete', {
    schema: {
      operationId: 'completePrivacyRequest',
      summary: 'Mark a data request as answered',
      tags,
      params,
      response: { 200: dataOf(privacyRequestSchema) },
      problems: ['not-found'],
    },
    config: { permission: 'manage' },
    handler: async (request) => {
      const { id, shopId } = await findDataRequest(request.params.id, scopeOf(request))
      if (await db.privacy.finish(id, { outcome: 'answered' })) await db.alerts.clear(shopId, 'notice:privacy')
      return { data: presentPrivacyRequest(await find(id, scopeOf(request))) }
    },
  })
}
