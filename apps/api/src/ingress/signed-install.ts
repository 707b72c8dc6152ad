import type { Shop } from '@shopmirror/jobs'
import type { Platform, SignedCall, SignedInstall, Verdict } from '@shopmirror/platforms'
import type { FastifyRequest } from 'fastify'
import { Problem } from '../http/problem.ts'
import { STATE_MS } from '../state-life.ts'
import { finishState } from './finish-state.ts'
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
  const pending = await once(used, deps, (db) => createPending(platform.id, call, { ...deps, db }))
  if (!pending.done) throw new Problem('used-link')
  return { outcome: { kind: 'pending', installation: pending.result, call }, hadState: false }
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
  const outcome = await once(used, deps, (db) => findPurpose(call, { platform, install, deps: { ...deps, db } }))
  if (!outcome.done) throw new Problem('used-link')
  return outcome.result
}

type Opened = Pick<Visit, 'platform' | 'install' | 'deps'>

/**
 * What a merchant who opens the app should see: the unclaimed installation, or a new one if the previous one expired;
 * nothing to claim for a connected shop; the consent page, if installs need one and no valid consent exists.
 */
async function findPurpose(call: SignedCall, { platform, install, deps }: Opened): Promise<InstallOutcome> {
  const { consentUrl } = install
  const shopKey = { platform: platform.id, domain: call.domain }
  const given = await findPending(call.passthrough[INSTALLATION_PARAMETER], shopKey, deps)
  if (given) return { kind: 'pending', installation: given, call }
  const shop = await deps.db.shops.findConnected(platform.id, call.domain)
  if (shop && !(consentUrl && needsConsent(shop)))
    return { kind: 'opened', call, isConnecting: shop.status === 'connecting' }

  const latest = await deps.db.installations.latestPending(platform.id, call.domain)
  if (latest && !shop) return { kind: 'pending', installation: latest.id, call }
  if (consentUrl) return askConsent(consentUrl, shopKey, deps)
  return { kind: 'pending', installation: await createPending(platform.id, call, deps), call }
}

/** Whether a new consent is needed: access was revoked, the install failed, or a scope is missing. */
function needsConsent({ status, statusReason, missingScopes }: Shop): boolean {
  return status === 'reauth_required' || (status === 'connecting' && statusReason !== null) || missingScopes.length > 0
}

interface ShopKey {
  platform: string
  domain: string
}

async function askConsent(
  consentUrl: NonNullable<SignedInstall['consentUrl']>,
  shopKey: ShopKey,
  { db, browsers }: InstallDeps,
): Promise<InstallOutcome> {
  const state = await db.oauthStates.create({ ...shopKey, accountId: null, ttlMs: STATE_MS })
  return { kind: 'consent', url: consentUrl(shopKey.domain, state).href, cookie: browsers.bind(state) }
}

/** The parameter is returned unsigned, so it counts only if the installation is this shop's. */
async function findPending(
  id: string | undefined,
  { platform, domain }: ShopKey,
  { db, now }: InstallDeps,
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
