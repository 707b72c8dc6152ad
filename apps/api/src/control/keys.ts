import type { Role } from '@shopmirror/db'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { noteAudit } from '../http/audit.ts'
import { callerOf, may } from '../http/auth.ts'
import { idSchema, text } from '../http/fields.ts'
import { dataOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'
import { keySchema, presentKey, roleSchema } from './present/key.ts'

const tags = ['Keys']
const manage = { permission: 'manage' } as const

const newKeySchema = z
  .object({
    id: z.string(),
    key: z.string().describe('Shown only once, because only its hash is stored'),
    name: z.string(),
    role: roleSchema,
  })
  .meta({ id: 'NewApiKey' })

/** Roles of the keys that a caller may see and revoke. Keys of a higher role are answered with 404. */
function keyScopeOf(request: FastifyRequest) {
  const roles: Role[] = may(request, 'operator') ? ['member', 'operator'] : ['member']
  return { accountId: callerOf(request).accountId, roles }
}

/** `/api/v1/keys`: keys of the caller's account, for operators, too. */
export function keyRoutes(app: Api, { db }: ControlDeps): void {
  app.get('/keys', {
    schema: {
      operationId: 'listKeys',
      summary: 'API keys of your account, newest first',
      description: "Keys with a higher role than the caller's are not listed.",
      tags,
      response: { 200: dataOf(z.array(keySchema)) },
    },
    config: manage,
    handler: async (request) => ({ data: (await db.apiKeys.list(keyScopeOf(request))).map(presentKey) }),
  })

  app.post('/keys', {
    schema: {
      operationId: 'issueKey',
      summary: 'Issue a key',
      tags,
      body: z.object({ name: text({ max: 100 }), role: roleSchema.default('member') }).strict(),
      response: { 201: dataOf(newKeySchema) },
      problems: ['forbidden'],
    },
    config: { ...manage, rateLimit: { max: 20, timeWindow: 60_000 } },
    handler: async (request, reply) => {
      const { name, role } = request.body
      const caller = callerOf(request)
      if (!keyScopeOf(request).roles.includes(role)) throw new Problem('forbidden')
      const issued = await db.apiKeys.issue({ accountId: caller.accountId, role, name })
      noteAudit(request, { targets: { key: issued.id } })
      return reply.code(201).send({ data: { ...issued, name, role } })
    },
  })

  app.delete('/keys/:id', {
    schema: {
      operationId: 'revokeKey',
      summary: 'Revoke a key',
      tags,
      params: z.object({ id: idSchema }),
      response: { 200: dataOf(z.object({ id: z.string(), status: z.literal('revoked') })) },
      problems: ['not-found'],
    },
    config: manage,
    handler: async (request) => {
      const { id } = request.params
      if (!(await db.apiKeys.revoke(id, keyScopeOf(request)))) throw new Problem('not-found')
      return { data: { id, status: 'revoked' } as const }
    },
  })
}
