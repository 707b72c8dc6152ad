import { isAPIError } from 'better-auth/api'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { text } from '../http/fields.ts'
import { dataOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { PASSWORD_LENGTH } from './create-auth.ts'
import type { OpenDeps } from './deps.ts'
import { headersOf, setCookies } from './headers-of.ts'

const tags = ['Sign-in']
const EMAIL_LENGTH_MAX = 254
/** A password as it is given to sign in; whether it is long enough was checked when it was set. */
export const givenPassword = text({ max: PASSWORD_LENGTH.max })
/** An e-mail address. */
export const emailSchema = z.email().max(EMAIL_LENGTH_MAX)
/** Answer of everything that signs a person in or out; who it is says `GET /me`. */
export const signedInSchema = dataOf(z.object({ signed_in: z.boolean() }))

/** `POST /api/v1/auth/sign-in` and `…/sign-out`. */
export function signInRoutes(app: Api, { auth, signIns, signInLimit }: OpenDeps): void {
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
      const { email, password } = request.body
      await signInLimit(request, email)
      const given = { body: { email, password }, headers: headersOf(request) }
      const { headers } = await auth.api.signInEmail({ ...given, returnHeaders: true }).catch(refuse)
      setCookies(reply, headers)
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

/** The same for an unknown address and for a wrong password. */
function refuse(error: unknown): never {
  if (isAPIError(error) && error.statusCode < 500) throw new Problem('wrong-sign-in', { cause: error })
  throw error
}
