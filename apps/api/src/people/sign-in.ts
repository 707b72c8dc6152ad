import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { dataOf } from '../http/paging.ts'
import { beginSession } from './begin-session.ts'
import type { OpenDeps } from './deps.ts'
import { headersOf, setCookies } from './headers-of.ts'
import { givenPassword } from './password.ts'

const tags = ['Sign-in']
const EMAIL_LENGTH_MAX = 254
/** An e-mail address. */
export const emailSchema = z.email().max(EMAIL_LENGTH_MAX)
/** Answer of everything that signs a person in or out; who it is says `GET /me`. */
export const signedInSchema = dataOf(z.object({ signed_in: z.boolean() }))

const waysSchema = z.object({
  password: z.boolean(),
  passkey: z.boolean(),
  password_reset: z.boolean().describe('Whether a link for a new password can be sent by e-mail'),
  oidc: z.string().nullable().describe('Name of the identity provider; `null` when none is configured'),
})

/** `/api/v1/auth/sign-in`, `…/sign-out`, and which ways there are. */
export function signInRoutes(app: Api, { auth, signIns, signInLimit, oidc, sendMail }: OpenDeps): void {
  app.get('/auth/ways', {
    schema: {
      operationId: 'listSignInWays',
      summary: 'Ways to sign in',
      tags,
      security: [],
      response: { 200: dataOf(waysSchema) },
    },
    handler: async () => ({
      data: { password: true, passkey: true, password_reset: sendMail !== null, oidc: oidc?.name ?? null },
    }),
  })

  app.post('/auth/sign-in', {
    schema: {
      operationId: 'signIn',
      summary: 'Sign in with e-mail and password',
      description: 'The session is in a cookie that scripts of the page cannot read.',
      tags,
      security: [],
      body: z.object({ email: emailSchema, password: givenPassword }).strict(),
      response: { 200: signedInSchema },
      problems: ['wrong-sign-in', 'cross-site'],
    },
    handler: async (request, reply) => {
      await signInLimit(request, request.body.email)
      await beginSession(request.body, { request, reply, auth })
      return { data: { signed_in: true } }
    },
  })

  app.post('/auth/sign-out', {
    schema: {
      operationId: 'signOut',
      summary: 'End the session of this browser',
      tags,
      security: [],
      response: { 200: signedInSchema },
      problems: ['cross-site'],
    },
    handler: async (request, reply) => {
      if (signIns.cookieOf(request) !== undefined) {
        const { headers } = await auth.api.signOut({ headers: headersOf(request), returnHeaders: true })
        setCookies(reply, headers)
      }
      return { data: { signed_in: false } }
    },
  })
}
