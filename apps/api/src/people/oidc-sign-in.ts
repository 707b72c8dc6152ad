import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { noteAudit } from '../http/audit.ts'
import { text } from '../http/fields.ts'
import { dataOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { FROM_BROWSERS } from '../http/tags.ts'
import { AUTH_PATH } from './create-auth.ts'
import type { OpenDeps } from './deps.ts'
import { headersOf, setCookies } from './headers-of.ts'
import { OIDC } from './oidc-plugin.ts'

const part = text({ max: 4_000 }).optional()
/** What a provider answers with; see https://openid.net/specs/openid-connect-core-1_0.html. */
const answerQuery = { code: part, state: part, iss: part, error: part, error_description: part }
const CALLBACK_PATH = `/auth/callback/${OIDC}`

/** `/api/v1/auth/oidc`: signing in through the identity provider of the deployment. */
export function oidcRoutes(app: Api, deps: OpenDeps): void {
  const { publicUrl, oidc, signInLimit } = deps
  app.post('/auth/oidc', {
    schema: {
      operationId: 'beginOidcSignIn',
      summary: 'Where to send the browser to sign in at the identity provider',
      description: 'For people who were invited. After it the browser is in the dashboard.',
      tags: ['Sign-in'],
      security: [],
      response: { 200: dataOf(z.object({ url: z.string() })) },
      problems: ['not-found', 'cross-site'],
    },
    handler: async (request, reply) => {
      if (!oidc) throw new Problem('not-found')
      await signInLimit(request)
      const auth = await oidc.open()
      const body = {
        provider: OIDC,
        callbackURL: publicUrl.at('/dashboard/'),
        errorCallbackURL: publicUrl.at('/dashboard/sign-in?failed=oidc'),
        disableRedirect: true,
      }
      const { headers, response } = await auth.api.signInSocial({
        body,
        headers: headersOf(request),
        returnHeaders: true,
      })
      setCookies(reply, headers)
      return { data: { url: response.url ?? '' } }
    },
  })

  app.get(CALLBACK_PATH, {
    schema: {
      operationId: 'finishOidcSignIn',
      summary: 'Where the identity provider sends the browser back',
      tags: [FROM_BROWSERS],
      security: [],
      querystring: z.object(answerQuery),
      answers: { 302: { type: 'null', description: 'Redirect to the dashboard' } },
      problems: ['not-found'],
    },
    config: { audited: true },
    handler: (request, reply) => finish(request, reply, deps),
  })
}

async function finish(request: FastifyRequest, reply: FastifyReply, deps: OpenDeps): Promise<FastifyReply> {
  const { oidc, publicUrl, signInLimit, db } = deps
  if (!oidc) throw new Problem('not-found')
  await signInLimit(request)
  const auth = await oidc.open()
  const url = `${publicUrl.at(`${AUTH_PATH}/callback/${OIDC}`)}?${new URLSearchParams(request.query as Record<string, string>)}`
  const answer = await auth.handler(new Request(url, { headers: headersOf(request) }))
  setCookies(reply, answer.headers)
  const location = answer.headers.get('location')
  if (answer.status >= 500 || location === null) throw new Problem('internal', { cause: await answer.text() })
  noteAudit(request, {})
  const user = (await findSignedIn(answer.headers, request, deps)) ?? (await findLinking(request, reply, deps))
  if (user) noteAudit(request, { user })
  // Error codes of the library stay out of the address.
  const place = URL.parse(location)
  const page = place?.pathname.endsWith('/dashboard/profile') ? 'profile' : 'sign-in'
  const isRefused = place?.searchParams.has('error')
  return reply.redirect(isRefused ? publicUrl.at(`/dashboard/${page}?failed=oidc`) : location, 302)

  async function findSignedIn(headers: Headers, { ip }: FastifyRequest, { auth: passwords }: OpenDeps) {
    const cookie = headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ')
    const session = await passwords.api.getSession({ headers: headersOf({ headers: { cookie }, ip }) })
    return session && (await db.people.find(session.user.id))
  }
}

/** Who links the provider is signed in already. */
async function findLinking(request: FastifyRequest, reply: FastifyReply, { signIns }: OpenDeps) {
  if (signIns.cookieOf(request) === undefined) return null
  return (await signIns.find(request, reply))?.person ?? null
}
