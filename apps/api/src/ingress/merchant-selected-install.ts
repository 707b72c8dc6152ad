import { identifyInstallation, installShop, withOutbox } from '@shopmirror/jobs'
import type { MerchantSelectedInstall, Platform } from '@shopmirror/platforms'
import type { FastifyRequest } from 'fastify'
import { Problem } from '../http/problem.ts'
import { STATE_MS } from '../state-life.ts'
import { findAttempt } from './find-attempt.ts'
import { inboundOf } from './inbound.ts'
import type { InstallDeps } from './install-deps.ts'
import type { InstallOutcome } from './install-outcome.ts'
import type { Refusal } from './install-refusals.ts'
import { isFramed } from './is-framed.ts'
import { PENDING_MS } from './pending.ts'

/** A browser's request in an install in which the merchant selects the shop; only the token identifies it. */
interface Visit {
  platform: Platform
  install: MerchantSelectedInstall
  request: FastifyRequest
  deps: InstallDeps
}

/** Binds an account's attempt to the browser and redirects it to the consent page. */
export async function beginAttempt(state: string, visit: Visit): Promise<InstallOutcome> {
  const { platform, deps } = visit
  const known = await deps.db.oauthStates.peek(state)
  const isGood = known !== null && known.platform === platform.id && known.accountId !== null
  return isGood ? toConsent(state, known.domain, visit) : refuse('state', visit)
}

/** The app was opened without an attempt: starts one without an account, whose installation must be claimed. */
export async function beginUnclaimedAttempt(visit: Visit): Promise<InstallOutcome> {
  const { platform, request, deps } = visit
  if (!platform.configured) throw new Problem('app-not-configured', { parameters: { platform: platform.id } })
  if (isFramed(request)) return { kind: 'framed' }
  // A merchant with a connect link who opened the app at the platform in the meantime continues with the link.
  const state = deps.browsers.stateOf(request.headers.cookie)
  const begun = await findAttempt({ db: deps.db, state, platform: platform.id })
  if (begun) return toConsent(begun.state, begun.domain, visit)
  const attempt = { platform: platform.id, domain: null, accountId: null, ttlMs: STATE_MS }
  return toConsent(await deps.db.oauthStates.create(attempt), null, visit)
}

function toConsent(state: string, domain: string | null, { install, deps }: Visit): InstallOutcome {
  const url = install.consentUrl(state, domain ?? undefined).href
  return { kind: 'consent', url, cookie: deps.browsers.carry(state) }
}

/** The merchant approved the app. Returns `pending` when the attempt has no account. */
export async function finishAttempt(visit: Visit): Promise<InstallOutcome> {
  const { platform, install, request, deps } = visit
  const inbound = inboundOf(request)
  if (new URLSearchParams(inbound.query).has('error')) return refuse('declined', visit)
  const verdict = install.readCallback(inbound)
  if (!verdict.ok) {
    deps.log.info({ platform: platform.id, reason: verdict.reason, requestId: request.id }, 'install.rejected')
    throw new Problem('bad-signature')
  }
  const { code, state } = verdict.value
  const bound = deps.browsers.stateOf(request.headers.cookie)
  if (bound === null || (state !== undefined && state !== bound)) return refuse('browser', visit)

  const begun = await spend(bound, code, visit)
  if ('reason' in begun) return refuse(begun.reason, visit)
  const { id: installation, accountId } = begun
  deps.log.info({ platform: platform.id, installation, account: accountId }, 'installation.returned')
  return accountId === null ? { kind: 'pending', installation, call: null } : { kind: 'connecting', installation }
}

type Spent = { id: string; accountId: string | null } | { reason: Refusal }

/** One transaction, with the job: after a failure the state is unused and the call can be repeated. */
function spend(state: string, code: string, { platform, deps }: Visit): Promise<Spent> {
  return withOutbox(deps, async (tx, enqueue): Promise<Spent> => {
    const known = await tx.oauthStates.consume(state)
    if (known?.platform !== platform.id) return { reason: 'state' }
    const { accountId, connectLinkId, hash } = known
    // Which shop it is for is checked by the job that exchanges the code.
    const unnamed = { platform: platform.id, domain: null }
    const reason = connectLinkId === null ? null : await tx.connectLinks.admit(connectLinkId, unnamed)
    if (reason) return { reason }
    const expiresAt = new Date(deps.now().getTime() + PENDING_MS)
    const source = { connectLinkId, attempt: connectLinkId && hash, ...(accountId !== null && { accountId }) }
    const id = await tx.installations.create({ ...unnamed, code, expiresAt, ...source })
    const job = accountId === null ? identifyInstallation : installShop
    await enqueue(job, { installationId: id })
    return { id, accountId }
  })
}

function refuse(reason: Refusal, { platform, deps }: Visit): InstallOutcome {
  deps.log.info({ platform: platform.id, reason }, 'install.refused')
  return { kind: 'refused', reason }
}
