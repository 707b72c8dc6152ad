import type { Logger } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import type { Enqueue, Shop } from '@shopmirror/jobs'
import type { Platform, SignedCall, Verdict } from '@shopmirror/platforms'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from '../http/api.ts'
import { platformParams, text } from '../http/fields.ts'
import { Problem } from '../http/problem.ts'
import { answerPerson } from '../http/respond.ts'
import { FROM_BROWSERS } from '../http/tags.ts'
import { STATE_MS } from '../state-life.ts'
import type { BrowserBinding } from './browser-binding.ts'
import { beginChoice, finishChoice, landChoice } from './choice.ts'
import { finishState } from './finish-state.ts'
import { inboundOf } from './inbound.ts'
import { type InstallOutcome, sendOutcome } from './install-outcome.ts'
import { createPending } from './pending.ts'
import { INSTALLATION_PARAMETER, type RedirectUrls, withInstallation } from './redirect-urls.ts'
import { once } from './used-calls.ts'

const CALLBACKS_PER_MINUTE = 10
const ENTRIES_PER_MINUTE = 60

export interface OauthDeps {
  db: Repositories
  enqueue: Enqueue
  platforms: ReadonlyMap<string, Platform>
  browsers: BrowserBinding
  places: RedirectUrls
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
  const platform = findPlatform(request, deps)
  if (!platform.choice) throw new Problem('not-found')
  const choosing = { platform, choice: platform.choice, request, deps }
  return finish(await beginChoice(request.params.state ?? '', choosing), { platform, reply, deps })
}

async function callback(request: Call, reply: FastifyReply, deps: OauthDeps): Promise<FastifyReply> {
  const platform = findPlatform(request, deps)
  if (platform.choice) {
    const outcome = await finishChoice({ platform, choice: platform.choice, request, deps })
    return finish(outcome, { platform, reply, deps })
  }
  if (!platform.verifyCallback) throw new Problem('not-found')
  const call = accepted(platform.verifyCallback(inboundOf(request)), request, deps)
  // Where there is a consent it was asked for by us, so a call without our state was asked for by somebody else.
  if (call.state !== undefined || platform.authorizeUrl) return finishOurs(call, { platform, reply, deps })

  const used = { platform: platform.id, purpose: 'install', nonce: call.nonce }
  const pending = await once(used, deps, (db) => createPending(platform.id, call, { ...deps, db }))
  if (!pending.done) throw new Problem('used-link')
  if (call.landing)
    return reply.header('cache-control', 'no-store').redirect(withInstallation(call.landing, pending.result), 302)
  return send({ kind: 'pending', installation: pending.result, call }, { platform, reply, deps })
}

interface Answering {
  platform: Platform
  reply: FastifyReply
  deps: OauthDeps
}

/** A state of ours came back: it says for whom, or that somebody has to claim it. */
async function finishOurs(call: SignedCall, answering: Answering): Promise<FastifyReply> {
  const { platform, reply, deps } = answering
  const outcome = await finishState({ call, platform: platform.id, cookies: reply.request.headers.cookie }, deps)
  const how = outcome.kind === 'refused' ? outcome.reason : outcome.kind
  deps.log.info({ platform: platform.id, domain: call.domain, outcome: how }, 'installation.returned')
  return finish(outcome, answering)
}

/** An attempt has ended, and its cookie with it; that of another attempt stays, because that one may still come back. */
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
  if (platform.choice) {
    const outcome = await landChoice({ platform, choice: platform.choice, request, deps })
    return send(outcome, { platform, reply, deps })
  }
  if (!platform.verifyEntry) throw new Problem('not-found')
  const call = accepted(platform.verifyEntry(inboundOf(request)), request, deps)
  const used = { platform: platform.id, purpose: 'entry', nonce: call.nonce }
  const outcome = await once(used, deps, (db) => findPurpose(platform, call, { ...deps, db }))
  if (!outcome.done) throw new Problem('used-link')
  return send(outcome.result, { platform, reply, deps })
}

/**
 * What a merchant who opens the app should see: the installation that waits to be claimed, also one that only began
 * now because the one before expired; nothing to claim for a connected shop; the consent, where installs need one and
 * there is none that works.
 */
async function findPurpose(platform: Platform, call: SignedCall, deps: OauthDeps): Promise<InstallOutcome> {
  const shopKey = { platform: platform.id, domain: call.domain }
  const given = await findPending(call.passthrough[INSTALLATION_PARAMETER], shopKey, deps)
  if (given) return { kind: 'pending', installation: given, call }
  const shop = await deps.db.shops.findConnected(platform.id, call.domain)
  if (shop && !(platform.authorizeUrl && needsConsent(shop)))
    return { kind: 'opened', call, isConnecting: shop.status === 'connecting' }

  const latest = await deps.db.installations.latestPending(platform.id, call.domain)
  if (latest && !shop) return { kind: 'pending', installation: latest.id, call }
  if (platform.authorizeUrl) return askConsent(platform.authorizeUrl, shopKey, deps)
  return { kind: 'pending', installation: await createPending(platform.id, call, deps), call }
}

/** Shut out, stuck in an install that failed, or without a scope that is wanted: a new grant is what helps. */
function needsConsent({ status, statusReason, missingScopes }: Shop): boolean {
  return status === 'reauth_required' || (status === 'connecting' && statusReason !== null) || missingScopes.length > 0
}

async function askConsent(
  authorizeUrl: NonNullable<Platform['authorizeUrl']>,
  shopKey: { platform: string; domain: string },
  { db, browsers }: OauthDeps,
): Promise<InstallOutcome> {
  const state = await db.oauthStates.create({ ...shopKey, accountId: null, ttlMs: STATE_MS })
  return { kind: 'consent', url: authorizeUrl(shopKey.domain, state).href, cookie: browsers.bind(state) }
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

function findPlatform({ params: { platform: id } }: Call, { platforms }: OauthDeps): Platform {
  const platform = platforms.get(id)
  if (!platform) throw new Problem('not-found')
  return platform
}

function accepted(verdict: Verdict<SignedCall>, { id, params: { platform } }: Call, { log }: OauthDeps): SignedCall {
  if (verdict.ok) return verdict.value
  log.info({ platform, reason: verdict.reason, requestId: id }, 'install.rejected')
  throw new Problem('bad-signature')
}
