import { isAPIError } from 'better-auth/api'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { noteAudit } from '../http/audit.ts'
import { Problem } from '../http/problem.ts'
import type { Auth } from './create-auth.ts'
import { headersOf, setCookies } from './headers-of.ts'

interface Beginning {
  request: FastifyRequest
  reply: FastifyReply
  auth: Auth
}

/** Signs a person in by password. Throws `wrong-sign-in`, the same for an unknown address and for a wrong password. */
export async function beginSession(
  credentials: { email: string; password: string },
  { request, reply, auth }: Beginning,
): Promise<{ userId: string }> {
  noteAudit(request, {})
  const given = { body: credentials, headers: headersOf(request), returnHeaders: true } as const
  const { headers, response } = await auth.api.signInEmail(given).catch(refuse)
  setCookies(reply, headers)
  noteAudit(request, { user: { id: response.user.id, email: response.user.email } })
  return { userId: response.user.id }
}

function refuse(error: unknown): never {
  if (isAPIError(error) && error.statusCode < 500) throw new Problem('wrong-sign-in', { cause: error })
  throw error
}
