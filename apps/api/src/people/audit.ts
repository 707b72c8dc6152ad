import { auditOutcomes, type Repositories } from '@shopmirror/db'
import { z } from 'zod'
import { time } from '../control/present/common.ts'
import type { Api } from '../http/api.ts'
import { scopeOf } from '../http/auth.ts'
import { idSchema, rangeQuery, text, toRange } from '../http/fields.ts'
import { pageOf, pageQuery, readPage } from '../http/paging.ts'

const entrySchema = z
  .object({
    id: z.string(),
    at: time,
    user_id: z.string().nullable(),
    email: z.string().nullable().describe('Of the person, at that time; `null` when it is unknown who it was'),
    account_id: z.string().nullable(),
    operation: z.string().describe('`operationId` of the route; of Bull Board `queues …`'),
    targets: z.record(z.string(), z.string()).describe('Ids of what it was done to'),
    outcome: z.enum(auditOutcomes),
    status: z.int().describe('Status of the response'),
    address: z.string().nullable(),
    request_id: z.string(),
  })
  .meta({ id: 'AuditEntry' })
type Row = Awaited<ReturnType<Repositories['audit']['list']>>[number]

/** `GET /api/v1/audit`: what people did in the account; for operators, in all. */
export function auditRoutes(app: Api, { db }: { db: Repositories }): void {
  app.get('/audit', {
    schema: {
      operationId: 'listAudit',
      summary: 'What people did, newest first',
      tags: ['People'],
      querystring: z
        .object({
          person: idSchema.optional().describe('Id of the person'),
          operation: text({ max: 100 }).optional(),
          outcome: z.enum(auditOutcomes).optional(),
          target: text({ max: 100 }).optional().describe('Id among the targets'),
          ...rangeQuery,
          ...pageQuery,
        })
        .strict(),
      response: { 200: pageOf(entrySchema) },
    },
    config: { permission: 'manage' },
    handler: (request) => {
      const { limit, person, operation, outcome, target, cursor, ...range } = request.query
      const query = { userId: person, operation, outcome, target, cursor, ...toRange(range) }
      return readPage(limit, (rows) => db.audit.list({ ...query, limit: rows, accountId: scopeOf(request) }), present)
    },
  })
}

function present({ userId, accountId, ipAddress, requestId, at, ...row }: Row): z.input<typeof entrySchema> {
  return {
    ...row,
    at: at.toISOString(),
    user_id: userId,
    account_id: accountId,
    address: ipAddress,
    request_id: requestId,
  }
}
