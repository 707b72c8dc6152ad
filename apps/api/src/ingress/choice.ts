import type { Logger } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import { type Enqueue, identifyInstallation, installShop, withOutbox } from '@shopmirror/jobs'
import type { Choice, Platform } from '@shopmirror/platforms'
import type { FastifyRequest } from 'fastify'
import { Problem } from '../http/problem.ts'
import { STATE_MS } from '../state-life.ts'
import type { BrowserBinding } from './browser-binding.ts'
import { inboundOf } from './inbound.ts'
import type { InstallOutcome } from './install-outcome.ts'
import type { Refusal } from './install-refusals.ts'
import { PENDING_MS } from './pending.ts'

const FRAMES = ['iframe', 'frame', 'fencedframe', 'object', 'embed']

export interface ChoiceDeps {
  db: Repositories
  enqueue: Enqueue
  browsers: BrowserBinding
  log: Logger
  now(): Date
}

/** An install in which the merchant chooses the shop; only the token will say which. */
interface Choosing {
  platform: Platform
  choice: Choice
  request: FastifyRequest
  deps: ChoiceDeps
}

/** An account's attempt reaches the browser that will come back with it, and goes on to the consent. */
export async function beginChoice(state: string, choosing: Choosing): Promise<InstallOutcome> {
  const { platform, deps } = choosing
  const known = await deps.db.oauthStates.peek(state)
  const isGood = known !== null && known.platform === platform.id && known.accountId !== null
  return isGood ? toConsent(state, known.domain, choosing) : refuse('state', choosing)
}

/** Anybody may come here: an attempt of nobody begins, whose outcome has to be claimed. */
export async function landChoice(choosing: Choosing): Promise<InstallOutcome> {
  const { platform, request, deps } = choosing
  if (!platform.configured) throw new Problem('app-not-configured', { parameters: { platform: platform.id } })
  if (FRAMES.includes(String(request.headers['sec-fetch-dest']))) return { kind: 'framed' }
  const attempt = { platform: platform.id, domain: null, accountId: null, ttlMs: STATE_MS }
  return toConsent(await deps.db.oauthStates.create(attempt), null, choosing)
}

function toConsent(state: string, domain: string | null, { choice, deps }: Choosing): InstallOutcome {
  return { kind: 'consent', url: choice.url(state, domain ?? undefined).href, cookie: deps.browsers.carry(state) }
}

/** `pending` where the attempt was nobody's. */
export async function finishChoice(choosing: Choosing): Promise<InstallOutcome> {
  const { platform, choice, request, deps } = choosing
  const inbound = inboundOf(request)
  if (new URLSearchParams(inbound.query).has('error')) return refuse('declined', choosing)
  const verdict = choice.read(inbound)
  if (!verdict.ok) {
    deps.log.info({ platform: platform.id, reason: verdict.reason, requestId: request.id }, 'install.rejected')
    throw new Problem('bad-signature')
  }
  const { code, state } = verdict.value
  const bound = deps.browsers.stateOf(request.headers.cookie)
  if (bound === null || (state !== undefined && state !== bound)) return refuse('browser', choosing)

  const begun = await spend(bound, code, choosing)
  if (!begun) return refuse('state', choosing)
  const { id: installation, accountId } = begun
  deps.log.info({ platform: platform.id, installation, account: accountId }, 'installation.returned')
  return accountId === null ? { kind: 'pending', installation, call: null } : { kind: 'connecting', installation }
}

/** All or nothing, the job included: after a failure the state is unused and the call can be repeated. */
function spend(state: string, code: string, { platform, deps }: Choosing) {
  return withOutbox(deps, async (tx, enqueue) => {
    const known = await tx.oauthStates.consume(state)
    if (known?.platform !== platform.id) return null
    const { accountId } = known
    const expiresAt = new Date(deps.now().getTime() + PENDING_MS)
    const installation = { platform: platform.id, domain: null, code, expiresAt }
    const id = await tx.installations.create({ ...installation, ...(accountId !== null && { accountId }) })
    const job = accountId === null ? identifyInstallation : installShop
    await enqueue(job, { installationId: id })
    return { id, accountId }
  })
}

function refuse(reason: Refusal, { platform, deps }: Choosing): InstallOutcome {
  deps.log.info({ platform: platform.id, reason }, 'install.refused')
  return { kind: 'refused', reason }
}
