import { isAPIError } from 'better-auth/api'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { noteAudit } from '../http/audit.ts'
import { dataOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { OpenDeps } from './deps.ts'
import { headersOf, setCookies } from './headers-of.ts'
import { webauthnSchema } from './passkeys.ts'
import { signedInSchema } from './sign-in.ts'

const tags = ['Sign-in']

/** `/api/v1/auth/passkey`: signing in with a key of the device, without a password and without a name. */
export function passkeySignInRoutes(app: Api, { auth, db, signInLimit }: OpenDeps): void {
  app.post('/auth/passkey/options', {
    schema: {
      operationId: 'beginPasskeySignIn',
      summary: 'What the browser needs to sign in with a passkey',
      tags,
      security: [],
      response: { 200: dataOf(webauthnSchema) },
      problems: ['cross-site'],
    },
    handler: async (request, reply) => {
      await signInLimit(request)
      const given = { headers: headersOf(request), returnHeaders: true } as const
      const { headers, response } = await auth.api.generatePasskeyAuthenticationOptions(given)
      setCookies(reply, headers)
      return { data: { ...response } }
    },
  })

  app.post('/auth/passkey', {
    schema: {
      operationId: 'signInWithPasskey',
      summary: 'Sign in with a passkey',
      tags,
      security: [],
      body: z.object({ response: webauthnSchema }).strict(),
      response: { 200: signedInSchema },
      problems: ['wrong-passkey', 'cross-site'],
    },
    handler: async (request, reply) => {
      await signInLimit(request)
      noteAudit(request, {})
      const given = {
        headers: headersOf(request),
        body: { response: request.body.response as never },
        returnHeaders: true,
      } as const
      const { headers, response } = await auth.api.verifyPasskeyAuthentication(given).catch(refuse)
      setCookies(reply, headers)
      const user = await db.people.find(response.session.userId)
      if (user) noteAudit(request, { user })
      return { data: { signed_in: true } }
    },
  })
}

function refuse(error: unknown): never {
  if (isAPIError(error) && error.statusCode < 500) throw new Problem('wrong-passkey', { cause: error })
  throw error
}
