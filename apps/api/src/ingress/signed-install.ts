import type { EnqueueAfterCommit, Shop } from '@shopmirror/jobs'
import type { Platform, SignedCall, SignedInstall, Verdict } from '@shopmirror/platforms'
import type { FastifyRequest } from 'fastify'
import { Problem } from '../http/problem.ts'
import { PROGRESS_MS, STATE_MS } from '../state-life.ts'
import { connectNow } from './connect-now.ts'
import { type Attempt, findAttempt } from './find-attempt.ts'
import { finishState, refusedOn } from './finish-state.ts'
import { inboundOf } from './inbound.ts'
import type { InstallDeps } from './install-deps.ts'
import type { InstallOutcome } from './install-outcome.ts'
import { createPending } from './pending.ts'
import { INSTALLATION_PARAMETER } from './redirect-urls.ts'
import { once } from './used-calls.ts'

/** A browser's request in an install whose calls the platform signs. */
interface Visit {
  platform: Platform
  install: SignedInstall
  request: FastifyRequest
  deps: InstallDeps
}

interface Finished {
  outcome: InstallOutcome
  /** The state was ours, so its cookie can be deleted. */
  hadState: boolean
}

/** The install was approved. Throws `Problem` when the request is not signed or was used before. */
export async function finishSigned({ platform, install, request, deps }: Visit): Promise<Finished> {
  const call = accepted(install.verifyCallback(inboundOf(request)), { platform, request, deps })
  // The consent page is always opened by us, so a call without our state was started by another party.
  if (call.state !== undefined || install.consentUrl)
    return { outcome: await finishOurs(call, { platform, request, deps }), hadState: true }

  const used = { platform: platform.id, purpose: 'install', nonce: call.nonce }
  const attempt = await attemptOf(call, { platform, request, deps })
  const work = () =>
    once(used, deps, (db, enqueue) => {
      const opening = { platform, install, attempt, deps: { ...deps, db, enqueue } }
      return attempt ? finishOwn(call, attempt, opening) : waitForClaim(call, opening)
    })
  return { outcome: await refusedOn(() => work().then(firstUse)), hadState: false }
}

/** Our state was returned: it names the account, or the installation must be claimed. */
async function finishOurs(call: SignedCall, { platform, request, deps }: Omit<Visit, 'install'>) {
  const outcome = await finishState({ call, platform: platform.id, cookies: request.headers.cookie }, deps)
  const how = outcome.kind === 'refused' ? outcome.reason : outcome.kind
  deps.log.info({ platform: platform.id, domain: call.domain, outcome: how }, 'installation.returned')
  return outcome
}

/** The app was opened in the shop's admin. Throws `Problem` when the request is not signed or was used before. */
export async function openSigned(visit: Visit): Promise<InstallOutcome> {
  const { platform, install, request, deps } = visit
  const call = accepted(install.verifyEntry(inboundOf(request)), visit)
  const used = { platform: platform.id, purpose: 'entry', nonce: call.nonce }
  const attempt = await attemptOf(call, visit)
  const work = () =>
    once(used, deps, (db, enqueue) => findPurpose(call, { platform, install, attempt, deps: { ...deps, db, enqueue } }))
  return refusedOn(() => work().then(firstUse))
}

function firstUse(used: { done: true; result: InstallOutcome } | { done: false }): InstallOutcome {
  if (!used.done) throw new Problem('used-link')
  return used.result
}

/** The attempt with which this browser wants to connect this very shop. */
function attemptOf({ domain }: SignedCall, { platform, request, deps }: Omit<Visit, 'install'>) {
  const state = deps.browsers.stateOf(request.headers.cookie)
  return findAttempt({ db: deps.db, state, platform: platform.id, domain })
}

interface Opened extends Pick<Visit, 'platform' | 'install'> {
  attempt: Attempt | null
  /** On the transaction in which the call is marked as used. */
  deps: Omit<InstallDeps, 'enqueue'> & { enqueue: EnqueueAfterCommit }
}

/** The merchant of the attempt has installed the app: its account gets the shop. */
async function finishOwn(call: SignedCall, attempt: Attempt, { platform, deps }: Opened): Promise<InstallOutcome> {
  const { state, accountId, connectLinkId, hash } = attempt
  await deps.db.oauthStates.consume(state)
  const approval = { platform: platform.id, domain: call.domain, code: call.code }
  const outcome = await connectNow({ ...approval, accountId, connectLinkId, attempt: hash }, deps)
  return outcome.kind === 'connected' ? { ...outcome, call } : outcome
}

async function waitForClaim(call: SignedCall, { platform, deps }: Opened): Promise<InstallOutcome> {
  return { kind: 'pending', installation: await createPending(platform.id, call, deps), call }
}

/**
 * What a merchant who opens the app should see: the unclaimed installation, or a new one if the previous one expired;
 * nothing to claim for a connected shop; the consent page, if installs need one and no valid consent exists. A shop that
 * lost its access gets it back where opening the app is all the consent that there is.
 */
async function findPurpose(call: SignedCall, opened: Opened): Promise<InstallOutcome> {
  const { platform, install, attempt, deps } = opened
  const { consentUrl } = install
  const shopKey = { platform: platform.id, domain: call.domain }
  const shop = await deps.db.shops.findConnected(platform.id, call.domain)
  const isWorking = shop !== null && !lacksAccess(shop) && !(consentUrl && shop.missingScopes.length > 0)
  if (attempt && !isWorking)
    return consentUrl ? askAttempt(consentUrl, attempt, deps) : finishOwn(call, attempt, opened)

  const given = await findPending(call.passthrough[INSTALLATION_PARAMETER], shopKey, deps)
  if (given) return { kind: 'pending', installation: given, call }
  if (shop && isWorking) return openShop(shop, call, deps)
  if (shop && !consentUrl) return connectNow({ ...shopKey, code: call.code, accountId: shop.accountId }, deps)

  const latest = await deps.db.installations.latestPending(platform.id, call.domain)
  if (latest && !shop) return { kind: 'pending', installation: latest.id, call }
  if (consentUrl) return askConsent(consentUrl, shopKey, deps)
  return waitForClaim(call, opened)
}

/** Access was revoked, or the install failed. */
function lacksAccess({ status, statusReason }: Shop): boolean {
  return status === 'reauth_required' || (status === 'connecting' && statusReason !== null)
}

async function openShop(shop: Shop, call: SignedCall, { db, now }: Opened['deps']): Promise<InstallOutcome> {
  const latest = await db.installations.latestOf(shop.id)
  const isRecent = latest !== null && latest.createdAt.getTime() > now().getTime() - PROGRESS_MS
  const installation = latest && isRecent ? latest.id : null
  return { kind: 'opened', call, isConnecting: shop.status === 'connecting', installation }
}

type ConsentUrl = NonNullable<SignedInstall['consentUrl']>

function askAttempt(consentUrl: ConsentUrl, { state, domain }: Attempt, { browsers }: Opened['deps']): InstallOutcome {
  return { kind: 'consent', url: consentUrl(domain ?? '', state).href, cookie: browsers.carry(state) }
}

interface ShopKey {
  platform: string
  domain: string
}

async function askConsent(
  consentUrl: ConsentUrl,
  shopKey: ShopKey,
  { db, browsers }: Opened['deps'],
): Promise<InstallOutcome> {
  const state = await db.oauthStates.create({ ...shopKey, accountId: null, ttlMs: STATE_MS })
  return { kind: 'consent', url: consentUrl(shopKey.domain, state).href, cookie: browsers.bind(state) }
}

/** The parameter is returned unsigned, so it counts only if the installation is this shop's. */
async function findPending(
  id: string | undefined,
  { platform, domain }: ShopKey,
  { db, now }: Opened['deps'],
): Promise<string | null> {
  const found = id === undefined || !/^ins_\w{1,60}$/.test(id) ? null : await db.installations.find(id)
  if (!found || found.platform !== platform || found.domain !== domain) return null
  return found.accountId === null && isOpen(found, now()) ? found.id : null
}

function isOpen({ expiresAt }: { expiresAt: Date | null }, now: Date): boolean {
  return expiresAt === null || expiresAt > now
}

function accepted(verdict: Verdict<SignedCall>, { platform, request, deps }: Omit<Visit, 'install'>): SignedCall {
  if (verdict.ok) return verdict.value
  deps.log.info({ platform: platform.id, reason: verdict.reason, requestId: request.id }, 'install.rejected')
  throw new Problem('bad-signature')
}
