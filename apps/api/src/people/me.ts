import type { Repositories } from '@shopmirror/db'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { noteAudit } from '../http/audit.ts'
import { callerOf, personOf } from '../http/auth.ts'
import { idSchema } from '../http/fields.ts'
import { languages } from '../http/languages.ts'
import { dataOf } from '../http/paging.ts'
import { anyCaller, permissions } from '../http/permissions.ts'
import { Problem } from '../http/problem.ts'

const tags = ['Sign-in']
const accountSchema = z.object({ id: z.string(), name: z.string() })

const meSchema = z
  .object({
    kind: z.enum(['key', 'person']),
    id: z.string(),
    name: z.string().nullable().describe('`null` for a key'),
    email: z.string().nullable(),
    language: z.enum(languages).nullable().describe("`null`: the browser's"),
    role: z.enum(['viewer', 'member', 'admin', 'owner', 'operator', 'none']),
    permissions: z.array(z.enum(permissions)).describe('What the caller may do in `account`'),
    account: accountSchema.nullable().describe('The account that the caller works in'),
    accounts: z.array(accountSchema).describe('The accounts that the caller is a member of'),
  })
  .meta({ id: 'Me' })

/** `GET /api/v1/me`: who is asking, and what they may do. */
export function meRoutes(app: Api, { db }: { db: Repositories }): void {
  app.get('/me', {
    schema: { operationId: 'getMe', summary: 'Who is asking', tags, response: { 200: dataOf(meSchema) } },
    config: anyCaller,
    handler: async (request) => ({ data: await describe(request, db) }),
  })

  app.put('/me/account', {
    schema: {
      operationId: 'selectAccount',
      summary: 'Select the account to work in',
      description: 'For this session, in all its tabs.',
      tags,
      body: z.object({ account_id: idSchema }).strict(),
      response: { 200: dataOf(accountSchema) },
      problems: ['people-only', 'not-found'],
    },
    config: anyCaller,
    handler: async (request) => {
      const { sessionId } = personOf(request)
      const selected = await findSelectable(request, request.body.account_id, db)
      await db.sessions.selectAccount(sessionId, selected.id)
      noteAudit(request, { accountId: selected.id })
      return { data: selected }
    },
  })
}

/** Throws `not-found` also for an account that the person does not belong to. */
async function findSelectable(request: FastifyRequest, id: string, db: Repositories) {
  const { id: userId, role } = callerOf(request)
  const account = await db.accounts.find(id)
  const isTheirs = role === 'operator' || (await db.members.roleOf({ accountId: id, userId })) !== null
  if (!account || !isTheirs) throw new Problem('not-found')
  return { id: account.id, name: account.name }
}

async function describe(request: FastifyRequest, db: Repositories): Promise<z.input<typeof meSchema>> {
  const caller = callerOf(request)
  const { id, kind, role, person } = caller
  const account = await findAccount(caller.accountId, db)
  const memberships = person ? await db.people.membershipsOf(id) : []
  return {
    ...{ kind, id, role, account, permissions: [...caller.permissions] },
    name: person?.name ?? null,
    email: person?.email ?? null,
    language: person?.language ?? null,
    accounts: person ? memberships.map(({ accountId, name }) => ({ id: accountId, name })) : account ? [account] : [],
  }
}

async function findAccount(id: string, db: Repositories) {
  const account = id === '' ? null : await db.accounts.find(id)
  return account && { id: account.id, name: account.name }
}
