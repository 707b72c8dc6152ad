import type { Repositories } from '@shopmirror/db'
import { isAPIError } from 'better-auth/api'
import { z } from 'zod'
import { time } from '../control/present/common.ts'
import type { Api } from '../http/api.ts'
import { personOf } from '../http/auth.ts'
import { idSchema, text } from '../http/fields.ts'
import { dataOf } from '../http/paging.ts'
import { anyCaller } from '../http/permissions.ts'
import { Problem } from '../http/problem.ts'
import type { Auth } from './create-auth.ts'
import { headersOf, setCookies } from './headers-of.ts'

const tags = ['Sign-in']
const passkeySchema = z
  .object({ id: z.string(), name: z.string().nullable(), created_at: time })
  .meta({ id: 'Passkey' })
/** What the browser gets, and what it answers; see https://www.w3.org/TR/webauthn-3/. */
export const webauthnSchema = z.record(z.string(), z.unknown())

/** `/api/v1/me/passkeys`: keys of the person's devices. */
export function passkeyRoutes(app: Api, { auth, db }: { auth: Auth; db: Repositories }): void {
  app.get('/me/passkeys', {
    schema: {
      operationId: 'listPasskeys',
      summary: 'Your passkeys, newest first',
      tags,
      response: { 200: dataOf(z.array(passkeySchema)) },
      problems: ['people-only'],
    },
    config: anyCaller,
    handler: async (request) => ({
      data: (await db.passkeys.list(personOf(request).id)).map(({ id, name, createdAt }) => ({
        ...{ id, name, created_at: createdAt.toISOString() },
      })),
    }),
  })

  app.post('/me/passkeys/options', {
    schema: {
      operationId: 'beginPasskey',
      summary: 'What the browser needs to make a passkey',
      tags,
      response: { 200: dataOf(webauthnSchema) },
      problems: ['people-only', 'sign-in-again'],
    },
    config: anyCaller,
    handler: async (request, reply) => {
      personOf(request)
      const given = { headers: headersOf(request), returnHeaders: true } as const
      const { headers, response } = await auth.api.generatePasskeyRegistrationOptions(given).catch(refuse)
      setCookies(reply, headers)
      return { data: { ...response } }
    },
  })

  app.post('/me/passkeys', {
    schema: {
      operationId: 'addPasskey',
      summary: 'Store a passkey that the browser made',
      tags,
      body: z.object({ name: text({ max: 100 }).optional(), response: webauthnSchema }).strict(),
      response: { 201: dataOf(z.object({ id: z.string() })) },
      problems: ['people-only', 'sign-in-again', 'wrong-passkey'],
    },
    config: anyCaller,
    handler: async (request, reply) => {
      personOf(request)
      const { name, response } = request.body
      const given = { headers: headersOf(request), body: { response, ...(name !== undefined && { name }) } }
      const stored = await auth.api.verifyPasskeyRegistration(given).catch(refuse)
      if (!stored) throw new Problem('wrong-passkey')
      return reply.code(201).send({ data: { id: stored.id } })
    },
  })

  app.delete('/me/passkeys/:id', {
    schema: {
      operationId: 'removePasskey',
      summary: 'Remove a passkey',
      tags,
      params: z.object({ id: idSchema }),
      response: { 200: dataOf(z.object({ id: z.string(), status: z.literal('removed') })) },
      problems: ['people-only', 'not-found'],
    },
    config: anyCaller,
    handler: async (request) => {
      const { id } = request.params
      if (!(await db.passkeys.remove(id, personOf(request).id))) throw new Problem('not-found')
      return { data: { id, status: 'removed' } as const }
    },
  })
}

/** Adding a way to sign in needs a sign-in of today. */
function refuse(error: unknown): never {
  if (!isAPIError(error) || error.statusCode >= 500) throw error
  throw new Problem(error.statusCode === 403 ? 'sign-in-again' : 'wrong-passkey', { cause: error })
}
