import type { FastifyInstance, FastifyRequest } from 'fastify'
import { answerPerson } from '../http/respond.ts'
import { type Answer, sendAnswer } from './answer.ts'
import { beginAttempt, showNext, showShop, showStart } from './begin-attempt.ts'
import { claimByAttempt } from './claim-by-attempt.ts'
import type { ConnectDeps } from './deps.ts'
import { findFinished } from './find-finished.ts'
import { liveScript } from './live-script.ts'
import type { Offer } from './offer.ts'
import { type LinkVisit, openVisit } from './open-visit.ts'
import { SCRIPT_PATH } from './script-path.ts'
import { showProgress } from './show-progress.ts'
import { showRefusal } from './show-refusal.ts'

/** Pages of one address a minute; an open page looks once a second. */
const PAGES_PER_MINUTE = 300
const ATTEMPTS_PER_MINUTE = 20
const FORM_BYTES_MAX = 8_192
const SCRIPT_SECONDS = 3_600

type Call = FastifyRequest<{ Params: { token: string; platform: string; ref: string } }>
type Show = (visit: LinkVisit, offer: Offer, deps: ConnectDeps) => Answer | Promise<Answer>

/** The pages with which merchants connect their shops. They work without scripts and need no account. */
export function connectRoutes(app: FastifyInstance, deps: ConnectDeps): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_BYTES_MAX },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  const options = (max: number) => ({
    schema: { hide: true },
    config: { rateLimit: { max, timeWindow: 60_000 } },
    errorHandler: answerPerson,
  })
  const page = (path: string, show: (request: Call) => Promise<Answer>) =>
    app.get(path, options(PAGES_PER_MINUTE), async (request, reply) => sendAnswer(reply, await show(request as Call)))

  app.get(SCRIPT_PATH, options(PAGES_PER_MINUTE), async (_request, reply) =>
    reply
      .header('cache-control', `public, max-age=${SCRIPT_SECONDS}`)
      .type('text/javascript; charset=utf-8')
      .send(liveScript),
  )
  page('/connect/progress/:ref', (request) => showProgress(request, request.params.ref, deps))
  page('/connect/claim/:ref', (request) => claimByAttempt(request, request.params.ref, deps))
  page('/connect/refused', (request) => showRefusal(request, deps))
  page('/connect/:token', (request) => withLink(request, deps, (visit) => showStart(visit, deps)))
  page('/connect/:token/:platform', (request) =>
    withOffer(request, deps, (visit, offer) => showShop(visit, offer, deps)),
  )
  page('/connect/:token/:platform/continue', (request) => withOffer(request, deps, showNext))
  app.post('/connect/:token/:platform', options(ATTEMPTS_PER_MINUTE), async (request, reply) =>
    sendAnswer(reply, await withOffer(request as Call, deps, beginAttempt)),
  )
}

/** A browser whose attempt has come back sees its progress, although the link may be used up by it. */
async function withLink(
  request: Call,
  deps: ConnectDeps,
  show: (visit: LinkVisit) => Answer | Promise<Answer>,
): Promise<Answer> {
  const { token } = request.params
  const finished = await findFinished(request, token, deps)
  const opened = await openVisit(request, token, deps)
  if (finished !== null && (isNext(request) || 'answer' in opened)) return { redirect: deps.places.progress(finished) }
  return 'answer' in opened ? opened.answer : show(opened.visit)
}

function isNext({ routeOptions }: Call): boolean {
  return routeOptions.url?.endsWith('/continue') ?? false
}

function withOffer(request: Call, deps: ConnectDeps, show: Show): Promise<Answer> {
  return withLink(request, deps, (visit) => {
    const offer = visit.offers.find(({ id }) => id === request.params.platform)
    return offer ? show(visit, offer, deps) : showStart(visit, deps)
  })
}
