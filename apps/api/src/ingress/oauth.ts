import type { Platform } from '@shopmirror/platforms'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from '../http/api.ts'
import { platformParams, text } from '../http/fields.ts'
import { Problem } from '../http/problem.ts'
import { answerPerson } from '../http/respond.ts'
import { FROM_BROWSERS } from '../http/tags.ts'
import type { InstallDeps } from './install-deps.ts'
import { type InstallOutcome, sendOutcome } from './install-outcome.ts'
import { beginAttempt, beginUnclaimedAttempt, finishAttempt } from './merchant-selected-install.ts'
import { type RedirectUrls, withInstallation } from './redirect-urls.ts'
import { finishSigned, openSigned } from './signed-install.ts'

const CALLBACKS_PER_MINUTE = 10
const ENTRIES_PER_MINUTE = 60

/** What the install routes need. */
export interface OauthDeps extends InstallDeps {
  platforms: ReadonlyMap<string, Platform>
  places: RedirectUrls
}

/** Each page sets its own content security policy. */
const framable = { contentSecurityPolicy: false, frameguard: false }

interface Address {
  platform: string
  state?: string
}
type Call = FastifyRequest<{ Params: Address }>

/** Common to all three routes. */
const described = {
  tags: [FROM_BROWSERS],
  security: [],
  params: platformParams,
  answers: {
    200: { description: 'A page for the merchant', content: { 'text/html': { schema: { type: 'string' } } } },
    302: { type: 'null', description: 'Redirect to the platform, the dashboard, or the admin of the shop' },
  },
}

/** Routes to which platforms redirect merchants' browsers. Authenticated by the platform's signature or our state. */
export function oauthRoutes(app: Api, deps: OauthDeps): void {
  const perAddress = (max: number) => ({ rateLimit: { max, timeWindow: 60_000 } })

  app.get('/:platform/oauth/callback', {
    schema: {
      operationId: 'finishInstall',
      summary: 'Redirect target after the consent page',
      ...described,
      problems: ['not-found', 'bad-signature', 'used-link'],
    },
    config: perAddress(CALLBACKS_PER_MINUTE),
    errorHandler: answerPerson,
    helmet: framable,
    handler: (request, reply) => callback(request as Call, reply, deps),
  })
  app.get('/:platform/oauth/entry', {
    schema: {
      operationId: 'openApp',
      summary: 'Redirect target when a merchant opens the app',
      ...described,
      problems: ['not-found', 'bad-signature', 'used-link', 'app-not-configured'],
    },
    config: perAddress(ENTRIES_PER_MINUTE),
    errorHandler: answerPerson,
    helmet: framable,
    handler: (request, reply) => entry(request as Call, reply, deps),
  })
  app.get('/:platform/oauth/begin/:state', {
    schema: {
      operationId: 'beginInstall',
      summary: 'Start of an install in which the merchant selects the shop',
      ...described,
      params: platformParams.extend({ state: text({ max: 200 }) }),
      problems: ['not-found'],
    },
    config: perAddress(ENTRIES_PER_MINUTE),
    errorHandler: answerPerson,
    handler: (request, reply) => begin(request as Call, reply, deps),
  })
}

async function begin(request: Call, reply: FastifyReply, deps: OauthDeps): Promise<FastifyReply> {
  const platform = findPlatform(request, deps)
  const { install } = platform
  if (install.kind !== 'merchant_selects_shop') throw new Problem('not-found')
  const outcome = await beginAttempt(request.params.state ?? '', { platform, install, request, deps })
  return finish(outcome, { platform, reply, deps })
}

async function callback(request: Call, reply: FastifyReply, deps: OauthDeps): Promise<FastifyReply> {
  const platform = findPlatform(request, deps)
  const { install } = platform
  const answering = { platform, reply, deps }
  switch (install.kind) {
    case 'own_app_only':
      throw new Problem('not-found')
    case 'merchant_selects_shop':
      return finish(await finishAttempt({ platform, install, request, deps }), answering)
    case 'signed_by_platform': {
      const { outcome, hadState } = await finishSigned({ platform, install, request, deps })
      return hadState ? finish(outcome, answering) : sendToAdmin(outcome, answering)
    }
  }
}

interface Answering {
  platform: Platform
  reply: FastifyReply
  deps: OauthDeps
}

/** Some platforms expect a redirect to the shop's admin, which opens the app again with the installation's id. */
function sendToAdmin(outcome: InstallOutcome, answering: Answering): FastifyReply {
  if (outcome.kind !== 'pending' && outcome.kind !== 'connected') return send(outcome, answering)
  const continueUrl = outcome.call?.continueUrl
  if (!continueUrl) return send(outcome, answering)
  const url = withInstallation(continueUrl, outcome.installation)
  return answering.reply.header('cache-control', 'no-store').redirect(url, 302)
}

/**
 * Deletes the cookie when the attempt has ended. The cookie of another attempt is kept, because that one may still
 * return.
 */
function finish(outcome: InstallOutcome, answering: Answering): FastifyReply {
  const { reply, deps } = answering
  const isOver = outcome.kind !== 'consent' && !(outcome.kind === 'refused' && outcome.reason === 'browser')
  if (isOver && reply.request.headers.cookie !== undefined) reply.header('set-cookie', deps.browsers.release())
  return send(outcome, answering)
}

function send(outcome: InstallOutcome, { platform, reply, deps: { places } }: Answering): FastifyReply {
  return sendOutcome(outcome, { platform: platform.id, reply, places })
}

async function entry(request: Call, reply: FastifyReply, deps: OauthDeps): Promise<FastifyReply> {
  const platform = findPlatform(request, deps)
  const { install } = platform
  const answering = { platform, reply, deps }
  switch (install.kind) {
    case 'own_app_only':
      throw new Problem('not-found')
    case 'merchant_selects_shop':
      return send(await beginUnclaimedAttempt({ platform, install, request, deps }), answering)
    case 'signed_by_platform':
      return send(await openSigned({ platform, install, request, deps }), answering)
  }
}

function findPlatform({ params: { platform: id } }: Call, { platforms }: OauthDeps): Platform {
  const platform = platforms.get(id)
  if (!platform) throw new Problem('not-found')
  return platform
}
