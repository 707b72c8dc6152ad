import type { PublicUrl } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import { isAPIError } from 'better-auth/api'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { iso, timeOrNull } from '../control/present/common.ts'
import type { Api } from '../http/api.ts'
import { personOf } from '../http/auth.ts'
import { dataOf } from '../http/paging.ts'
import { anyCaller } from '../http/permissions.ts'
import { Problem } from '../http/problem.ts'
import { headersOf, setCookies } from './headers-of.ts'
import type { Oidc } from './oidc.ts'
import { OIDC } from './oidc-plugin.ts'

const tags = ['Sign-in']
/** As for passkeys: another way to sign in needs a sign-in of today. */
const FRESH_FOR_MS = 86_400_000

interface LinkDeps {
  db: Repositories
  oidc: Oidc | null
  publicUrl: PublicUrl
}

const providerSchema = z.object({
  name: z.string().nullable().describe('`null` when no identity provider is configured'),
  linked_at: timeOrNull.describe('`null`: you do not sign in through it'),
})

/** `/api/v1/me/provider`: whether the person signs in through the identity provider. */
export function providerLinkRoutes(app: Api, { db, oidc, publicUrl }: LinkDeps): void {
  app.get('/me/provider', {
    schema: {
      operationId: 'getProviderLink',
      summary: 'Whether you sign in through the identity provider',
      tags,
      response: { 200: dataOf(providerSchema) },
      problems: ['people-only'],
    },
    config: anyCaller,
    handler: async (request) => {
      const { provider } = await db.people.loginsOf(personOf(request).id, OIDC)
      return { data: { name: oidc?.name ?? null, linked_at: iso(provider) } }
    },
  })

  app.post('/me/provider', {
    schema: {
      operationId: 'beginProviderLink',
      summary: 'Where to send the browser to link the identity provider',
      description: 'The address there may be another one than here. After it the browser is in the profile.',
      tags,
      response: { 200: dataOf(z.object({ url: z.string() })) },
      problems: ['people-only', 'not-found', 'sign-in-again'],
    },
    config: anyCaller,
    handler: async (request, reply) => {
      await requireFresh(request, db)
      if (!oidc) throw new Problem('not-found')
      const auth = await oidc.open()
      const body = {
        provider: OIDC,
        callbackURL: publicUrl.at('/dashboard/profile'),
        errorCallbackURL: publicUrl.at('/dashboard/profile?failed=oidc'),
        disableRedirect: true,
      }
      const given = { body, headers: headersOf(request), returnHeaders: true } as const
      const { headers, response } = await auth.api.linkSocialAccount(given).catch(refuse)
      setCookies(reply, headers)
      return { data: { url: response.url ?? '' } }
    },
  })

  app.delete('/me/provider', {
    schema: {
      operationId: 'removeProviderLink',
      summary: 'Sign in no longer through the identity provider',
      tags,
      response: { 200: dataOf(providerSchema) },
      problems: ['people-only', 'not-found', 'last-way'],
    },
    config: anyCaller,
    handler: async (request) => {
      const { id } = personOf(request)
      const { provider, others } = await db.people.loginsOf(id, OIDC)
      if (!provider) throw new Problem('not-found')
      if (others === 0) throw new Problem('last-way')
      await db.people.removeLogin(id, OIDC)
      return { data: { name: oidc?.name ?? null, linked_at: null } }
    },
  })
}

async function requireFresh(request: FastifyRequest, db: Repositories): Promise<void> {
  const { id, sessionId } = personOf(request)
  const session = (await db.sessions.list(id)).find((each) => each.id === sessionId)
  if (!session || Date.now() - session.createdAt.getTime() > FRESH_FOR_MS) throw new Problem('sign-in-again')
}

function refuse(error: unknown): never {
  if (isAPIError(error) && error.statusCode < 500) throw new Problem('sign-in-again', { cause: error })
  throw error
}
