import type { Logger } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import { type Enqueue, identifyInstallation, installShop } from '@shopmirror/jobs'
import type { Choice, Platform } from '@shopmirror/platforms'
import type { FastifyReply } from 'fastify'
import { Problem } from '../http/problem.ts'
import { sendPage } from '../http/respond.ts'
import { STATE_MS } from '../state-life.ts'
import type { BrowserBinding } from './browser-binding.ts'
import { inboundOf } from './inbound.ts'
import { leaveFramePage } from './install-pages.ts'
import { PENDING_MS } from './pending.ts'
import { installPlace, settingsPage } from './places.ts'

/** The transaction that a job is enqueued in ends about this soon after it, ms. */
const COMMIT_MS = 300
const FRAMES = ['iframe', 'frame', 'fencedframe', 'object', 'embed']

export interface ChoiceDeps {
  db: Repositories
  enqueue: Enqueue
  browsers: BrowserBinding
  publicUrl: string
  dashboardUrl?: string | undefined
  log: Logger
  now(): Date
}

/** An install in which the merchant chooses the shop; only the token will say which. */
export interface Choosing {
  platform: Platform
  choice: Choice
  reply: FastifyReply
  deps: ChoiceDeps
}

/** `reason` of the page a merchant lands on: public, and they stay. */
type Refused = 'state' | 'browser' | 'declined'

/** An account's attempt reaches the browser that will come back with it, and goes on to the consent. */
export async function beginChoice(state: string, choosing: Choosing): Promise<FastifyReply> {
  const { platform, deps } = choosing
  const known = await deps.db.oauthStates.peek(state)
  const isGood = known !== null && known.platform === platform.id && known.accountId !== null
  return isGood ? toConsent(state, known.domain, choosing) : refuse('state', choosing)
}

/** Anybody may come here: an attempt of nobody begins, whose outcome has to be claimed. */
export async function landChoice(choosing: Choosing): Promise<FastifyReply> {
  const { platform, reply, deps } = choosing
  if (!platform.configured) throw new Problem('app-not-configured', { parameters: { platform: platform.id } })
  if (FRAMES.includes(String(reply.request.headers['sec-fetch-dest'])))
    return sendPage(reply, leaveFramePage(reply.request, installPlace(deps.publicUrl, platform.id, 'entry')))
  const attempt = { platform: platform.id, domain: null, accountId: null, ttlMs: STATE_MS }
  return toConsent(await deps.db.oauthStates.create(attempt), null, choosing)
}

function toConsent(state: string, domain: string | null, { choice, reply, deps }: Choosing): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .header('set-cookie', deps.browsers.carry(state))
    .redirect(choice.url(state, domain ?? undefined).href, 302)
}

/** Answers the installation that waits to be claimed, where the attempt was nobody's. */
export async function finishChoice(choosing: Choosing): Promise<FastifyReply | { pending: string }> {
  const { platform, choice, reply, deps } = choosing
  const inbound = inboundOf(reply.request)
  if (new URLSearchParams(inbound.query).has('error')) return refuse('declined', choosing)
  const verdict = choice.read(inbound)
  if (!verdict.ok) {
    deps.log.info({ platform: platform.id, reason: verdict.reason, requestId: reply.request.id }, 'install.rejected')
    throw new Problem('bad-signature')
  }
  const { code, state } = verdict.value
  const bound = deps.browsers.stateOf(reply.request.headers.cookie)
  if (bound === null || (state !== undefined && state !== bound)) return refuse('browser', choosing)

  const begun = await spend(bound, code, choosing)
  if (!begun) return refuse('state', choosing)
  const { id: installation, accountId } = begun
  deps.log.info({ platform: platform.id, installation, account: accountId }, 'installation.returned')
  if (accountId === null) return { pending: installation }
  return toSettings({ [platform.id]: 'connecting', installation }, choosing)
}

/**
 * All or nothing, the job included: whoever comes again after a fault finds the state unspent, and a job whose installation
 * came to nothing finds none.
 */
function spend(state: string, code: string, { platform, deps: { db, enqueue, now } }: Choosing) {
  return db.transaction(async (tx) => {
    const known = await tx.oauthStates.consume(state)
    if (known?.platform !== platform.id) return null
    const { accountId } = known
    const expiresAt = new Date(now().getTime() + PENDING_MS)
    const installation = { platform: platform.id, domain: null, code, expiresAt }
    const id = await tx.installations.create({ ...installation, ...(accountId !== null && { accountId }) })
    const job = accountId === null ? identifyInstallation : installShop
    await enqueue(job, { installationId: id }, { delayMs: COMMIT_MS })
    return { id, accountId }
  })
}

function refuse(reason: Refused, choosing: Choosing): FastifyReply {
  const { platform, deps } = choosing
  deps.log.info({ platform: platform.id, reason }, 'install.refused')
  return toSettings({ [platform.id]: 'error', reason }, choosing)
}

/** The cookie of another attempt stays: that one may still come back. */
function toSettings(more: Record<string, string>, { platform, reply, deps }: Choosing): FastifyReply {
  const { cookie } = reply.request.headers
  const answer = reply.header('cache-control', 'no-store')
  if (cookie !== undefined && more.reason !== 'browser') answer.header('set-cookie', deps.browsers.release())
  return answer.redirect(settingsPage(deps.dashboardUrl, platform.id, more), 302)
}
