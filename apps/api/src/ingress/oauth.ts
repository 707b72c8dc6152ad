import type { Logger } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import type { Enqueue, Shop } from '@shopmirror/jobs'
import type { Platform, SignedCall, Verdict } from '@shopmirror/platforms'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from '../http/api.ts'
import { platformParams, text } from '../http/fields.ts'
import { Problem } from '../http/problem.ts'
import { answerPerson, sendPage } from '../http/respond.ts'
import { FROM_BROWSERS } from '../http/tags.ts'
import { STATE_MS } from '../state-life.ts'
import type { BrowserBinding } from './browser-binding.ts'
import { beginChoice, type Choosing, finishChoice, landChoice } from './choice.ts'
import { finishState } from './finish-state.ts'
import { inboundOf } from './inbound.ts'
import { claimPage, connectedPage } from './install-pages.ts'
import { createPending } from './pending.ts'
import { INSTALLATION_PARAMETER, settingsPage, withInstallation } from './places.ts'
import type { UsedCalls } from './used-calls.ts'

const CALLBACKS_PER_MINUTE = 10
const ENTRIES_PER_MINUTE = 60

export interface OauthDeps {
  db: Repositories
  enqueue: Enqueue
  platforms: ReadonlyMap<string, Platform>
  usedCalls: UsedCalls
  browsers: BrowserBinding
  publicUrl: string
  dashboardUrl?: string | undefined
  log: Logger
  now(): Date
}

/** The pages say by their own policy who may frame them. */
const framable = { contentSecurityPolicy: false, frameguard: false }

interface Address {
  platform: string
  state?: string
}
type Call = FastifyRequest<{ Params: Address }>

/** Of all three. */
const described = {
  tags: [FROM_BROWSERS],
  security: [],
  params: platformParams,
  answers: {
    200: { description: 'A page for the merchant', content: { 'text/html': { schema: { type: 'string' } } } },
    302: { type: 'null', description: 'To the platform, the dashboard, or the admin of the shop' },
  },
}

/** What platforms send merchants' browsers to. No key: the platform's signature or our own state says who it is. */
export function oauthRoutes(app: Api, deps: OauthDeps): void {
  const perAddress = (max: number) => ({ rateLimit: { max, timeWindow: 60_000 } })

  app.get('/:platform/oauth/callback', {
    schema: {
      operationId: 'finishInstall',
      summary: 'Where the platform sends the merchant after the consent',
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
      summary: 'Where the platform sends the merchant who opens the app',
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
      summary: 'Where an install begins whose merchant chooses the shop',
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
  const { platform } = findPlatform(request, deps)
  if (!platform.choice) throw new Problem('not-found')
  return beginChoice(request.params.state ?? '', { platform, choice: platform.choice, reply, deps })
}

async function callback(request: Call, reply: FastifyReply, deps: OauthDeps): Promise<FastifyReply> {
  const { platform } = findPlatform(request, deps)
  if (platform.choice) return chosen({ platform, choice: platform.choice, reply, deps })
  if (!platform.verifyCallback) throw new Problem('not-found')
  const call = accepted(platform.verifyCallback(inboundOf(request)), request, deps)
  // Where there is a consent it was asked for by us, so a call without our state was asked for by somebody else.
  if (call.state !== undefined || platform.authorizeUrl) return finishOurs(call, { platform, reply, deps })

  const outcome = await deps.usedCalls.once({ platform: platform.id, purpose: 'install', nonce: call.nonce }, () =>
    createPending(platform.id, call, deps),
  )
  if (!outcome.done) throw new Problem('used-link')
  reply.header('cache-control', 'no-store')
  if (call.landing) return reply.redirect(withInstallation(call.landing, outcome.result), 302)
  return toClaim(outcome.result, call, { platform, reply, deps })
}

async function chosen(choosing: Choosing & Answering): Promise<FastifyReply> {
  const outcome = await finishChoice(choosing)
  if (!('pending' in outcome)) return outcome
  return toClaim(outcome.pending, null, { ...choosing, reply: released(choosing.reply, choosing.deps) })
}

interface Answering {
  platform: Platform
  reply: FastifyReply
  deps: OauthDeps
}

/** A state of ours came back: it says for whom, or that somebody has to claim it. */
async function finishOurs(call: SignedCall, { platform, reply, deps }: Answering): Promise<FastifyReply> {
  const cookies = reply.request.headers.cookie
  const { outcome, installation } = await finishState({ call, platform: platform.id, cookies }, deps)
  deps.log.info({ platform: platform.id, domain: call.domain, outcome }, 'installation.returned')
  reply.header('cache-control', 'no-store')
  if (installation) return toClaim(installation, call, { platform, reply: released(reply, deps), deps })
  const more: Record<string, string> =
    outcome === 'connected' ? { [platform.id]: outcome } : { [platform.id]: 'error', reason: outcome }
  return released(reply, deps).redirect(settingsPage(deps.dashboardUrl, platform.id, more), 302)
}

function released(reply: FastifyReply, { browsers }: OauthDeps): FastifyReply {
  return reply.request.headers.cookie === undefined ? reply : reply.header('set-cookie', browsers.release())
}

async function entry(request: Call, reply: FastifyReply, deps: OauthDeps): Promise<FastifyReply> {
  const { platform } = findPlatform(request, deps)
  if (platform.choice) return landChoice({ platform, choice: platform.choice, reply, deps })
  if (!platform.verifyEntry) throw new Problem('not-found')
  const call = accepted(platform.verifyEntry(inboundOf(request)), request, deps)
  const outcome = await deps.usedCalls.once({ platform: platform.id, purpose: 'entry', nonce: call.nonce }, () =>
    findPurpose(platform, call, deps),
  )
  if (!outcome.done) throw new Problem('used-link')

  const { installation, consent } = outcome.result
  reply.header('cache-control', 'no-store')
  if (consent) return reply.header('set-cookie', consent.cookie).redirect(consent.url, 302)
  if (installation) return toClaim(installation, call, { platform, reply, deps })
  if (deps.dashboardUrl) return reply.redirect(settingsPage(deps.dashboardUrl, platform.id, { shop: call.domain }), 302)
  return sendPage(reply, connectedPage(request, call))
}

interface Purpose {
  installation?: string
  /** Where the merchant approves first, and the cookie that goes with it. */
  consent?: { url: string; cookie: string }
}

/**
 * What a merchant who opens the app should see: the installation that waits to be claimed, also one that only began
 * now because the one before expired; nothing to claim for a connected shop; the consent, where installs need one and
 * there is none that works.
 */
async function findPurpose(platform: Platform, call: SignedCall, deps: OauthDeps): Promise<Purpose> {
  const shopKey = { platform: platform.id, domain: call.domain }
  const given = await findPending(call.passthrough[INSTALLATION_PARAMETER], shopKey, deps)
  if (given) return { installation: given }
  const shop = await deps.db.shops.findConnected(platform.id, call.domain)
  if (shop && !(platform.authorizeUrl && needsConsent(shop))) return {}

  const latest = await deps.db.installations.latestPending(platform.id, call.domain)
  if (latest && !shop) return { installation: latest.id }
  if (platform.authorizeUrl) return { consent: await askConsent(platform.authorizeUrl, shopKey, deps) }
  return { installation: await createPending(platform.id, call, deps) }
}

/** Shut out, stuck in an install that failed, or without a scope that is wanted: a new grant is what helps. */
function needsConsent({ status, statusReason, missingScopes }: Shop): boolean {
  return status === 'reauth_required' || (status === 'connecting' && statusReason !== null) || missingScopes.length > 0
}

async function askConsent(
  authorizeUrl: NonNullable<Platform['authorizeUrl']>,
  shopKey: { platform: string; domain: string },
  { db, browsers }: OauthDeps,
) {
  const state = await db.oauthStates.create({ ...shopKey, accountId: null, ttlMs: STATE_MS })
  return { url: authorizeUrl(shopKey.domain, state).href, cookie: browsers.bind(state) }
}

/** The parameter comes back unsigned: it counts only when it is this shop's. */
async function findPending(
  id: string | undefined,
  { platform, domain }: { platform: string; domain: string },
  { db, now }: OauthDeps,
): Promise<string | null> {
  const found = id === undefined || !/^ins_\w{1,60}$/.test(id) ? null : await db.installations.find(id)
  if (!found || found.platform !== platform || found.domain !== domain) return null
  return found.accountId === null && isOpen(found, now()) ? found.id : null
}

function isOpen({ expiresAt }: { expiresAt: Date | null }, now: Date): boolean {
  return expiresAt === null || expiresAt > now
}

function toClaim(installation: string, call: SignedCall | null, { platform, reply, deps }: Answering): FastifyReply {
  if (!deps.dashboardUrl) return sendPage(reply, claimPage(reply.request, call, installation))
  return reply.redirect(settingsPage(deps.dashboardUrl, platform.id, { [INSTALLATION_PARAMETER]: installation }), 302)
}

function findPlatform({ params: { platform: id } }: Call, { platforms }: OauthDeps): { platform: Platform } {
  const platform = platforms.get(id)
  if (!platform) throw new Problem('not-found')
  return { platform }
}

function accepted(verdict: Verdict<SignedCall>, { id, params: { platform } }: Call, { log }: OauthDeps): SignedCall {
  if (verdict.ok) return verdict.value
  log.info({ platform, reason: verdict.reason, requestId: id }, 'install.rejected')
  throw new Problem('bad-signature')
}
