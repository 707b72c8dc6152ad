import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import { time } from '../control/present/common.ts'
import type { Api } from '../http/api.ts'
import { noteAudit } from '../http/audit.ts'
import { callerOf } from '../http/auth.ts'
import { text } from '../http/fields.ts'
import { dataOf, pageOf, pageQuery, readPage } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'

const tags = ['People']
const nameBody = z.object({ name: text({ max: 100 }) }).strict()
const accountSchema = z.object({ id: z.string(), name: z.string(), created_at: time }).meta({ id: 'Account' })
type Row = NonNullable<Awaited<ReturnType<Repositories['accounts']['find']>>>

/** `/api/v1/accounts` for operators, and the name of the own account. */
export function accountRoutes(app: Api, { db }: { db: Repositories }): void {
  app.get('/accounts', {
    schema: {
      operationId: 'listAccounts',
      summary: 'All accounts, newest first; for operators',
      tags,
      querystring: z.object({ search: text({ max: 100 }).optional(), ...pageQuery }).strict(),
      response: { 200: pageOf(accountSchema) },
    },
    config: { permission: 'operator' },
    handler: ({ query: { limit, ...query } }) =>
      readPage(limit, (rows) => db.accounts.list({ ...query, limit: rows }), present),
  })

  app.post('/accounts', {
    schema: {
      operationId: 'createAccount',
      summary: 'Create an account; for operators',
      tags,
      body: nameBody,
      response: { 201: dataOf(accountSchema) },
      problems: ['name-taken'],
    },
    config: { permission: 'operator' },
    handler: async (request, reply) => {
      const { name } = request.body
      await requireFree(name, db)
      const account = await db.accounts.create({ name })
      noteAudit(request, { targets: { account: account.id } })
      return reply.code(201).send({ data: present(account) })
    },
  })

  app.patch('/account', {
    schema: {
      operationId: 'renameAccount',
      summary: 'Rename your account',
      tags,
      body: nameBody,
      response: { 200: dataOf(accountSchema) },
      problems: ['name-taken', 'not-found'],
    },
    config: { permission: 'own' },
    handler: async (request) => {
      const { accountId } = callerOf(request)
      await requireFree(request.body.name, db, accountId)
      const renamed = await db.accounts.rename(accountId, request.body.name)
      if (!renamed) throw new Problem('not-found')
      return { data: present(renamed) }
    },
  })
}

async function requireFree(name: string, db: Repositories, ownId?: string): Promise<void> {
  const known = await db.accounts.findByName(name)
  if (known && known.id !== ownId) throw new Problem('name-taken', { parameters: { name } })
}

function present({ id, name, createdAt }: Row): z.input<typeof accountSchema> {
  return { id, name, created_at: createdAt.toISOString() }
}
