import type { FastifyRequest } from 'fastify'
import type { Language } from '../http/languages.ts'
import type { ConnectDeps } from './deps.ts'
import { placesOf } from './link-places.ts'
import type { ConnectLink } from './open-visit.ts'

interface Failed {
  request: FastifyRequest
  language: Language
  link: ConnectLink
  platform: string
}

/**
 * Where the merchant can try again with the link. Only the browser that opened it knows its token, because we store its
 * hash. `undefined` when this browser did not, or when the link can no longer be used.
 */
export async function retryUrlOf(
  { request, language, link, platform }: Failed,
  { db, visitors, publicUrl }: ConnectDeps,
): Promise<string | undefined> {
  const visitor = visitors.read(request.headers.cookie)
  const opened = visitor && (await db.connectLinks.findByToken(visitor.token))
  if (!visitor || opened?.link.id !== link.id) return undefined
  if (db.connectLinks.refusalOf(link, { platform, domain: null }) !== null) return undefined
  return placesOf(visitor.token, language, publicUrl).shop(platform)
}
