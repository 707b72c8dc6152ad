import type { FastifyRequest } from 'fastify'
import { refusalNamed } from '../ingress/install-refusals.ts'
import type { Answer } from './answer.ts'
import type { ConnectDeps } from './deps.ts'
import { findFinished } from './find-finished.ts'
import { messagePage } from './message-page.ts'
import { visitLanguage } from './open-visit.ts'
import { retryUrlOf } from './retry-url.ts'

/** Why a callback connected nothing. The address only selects a text; the way on comes from the link in the cookie. */
export async function showRefusal(request: FastifyRequest, deps: ConnectDeps): Promise<Answer> {
  const { tab: platform, reason } = request.query as Record<string, unknown>
  const visitor = deps.visitors.read(request.headers.cookie)
  const opened = visitor && (await deps.db.connectLinks.findByToken(visitor.token))
  const language = visitLanguage(request, opened?.link ?? null, deps)
  const refusal = refusalNamed(typeof reason === 'string' ? reason : null)
  // A callback that is loaded again is refused although its first time has connected the shop.
  const finished = visitor && refusal === 'state' ? await findFinished(request, visitor.token, deps) : null
  if (finished !== null) return { redirect: deps.places.progress(finished) }
  const about = { request, language, refusal }
  if (!opened) return { document: messagePage(about) }
  const { link, accountName } = opened
  const offered = link.platforms.find((id) => id === platform)
  const retryUrl = offered ? await retryUrlOf({ request, language, link, platform: offered }, deps) : undefined
  return { document: messagePage({ ...about, accountName, returnUrl: link.returnUrl, retryUrl }) }
}
