import type { FastifyRequest } from 'fastify'
import type { ConnectDeps } from './deps.ts'

/** The installation that this browser's attempt has become, whatever has become of its link since. */
export async function findFinished(
  request: FastifyRequest,
  token: string,
  { db, visitors }: ConnectDeps,
): Promise<string | null> {
  const visitor = visitors.read(request.headers.cookie)
  if (visitor?.token !== token) return null
  const installation = await db.installations.findByAttempt(db.oauthStates.hashOf(visitor.state))
  return installation?.id ?? null
}
