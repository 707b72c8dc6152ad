import type { Logger } from '@shopmirror/config'
import { PlanLimitError, type Repositories, ShopTakenError } from '@shopmirror/db'
import { type Enqueue, installShop } from '@shopmirror/jobs'
import type { Platform, SignedCall, Verdict } from '@shopmirror/platforms'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { connectInstallation } from '../connect-installation.ts'
import type { Api } from '../http/api.ts'
import { Problem } from '../http/problem.ts'
import { answerPerson, sendPage } from '../http/respond.ts'
import { inboundOf } from './inbound.ts'
import { claimPage, connectedPage } from './install-pages.ts'
import { INSTALLATION_PARAMETER, settingsPage, withInstallation } from './places.ts'
import type { UsedCalls } from './used-calls.ts'

/** How long an installation waits for an account to claim it, ms. */
const PENDING_MS = 15 * 60_000
const CALLBACKS_PER_MINUTE = 10
const ENTRIES_PER_MINUTE = 60

export interface OauthDeps {
  db: Repositories
  enqueue: Enqueue
  platforms: ReadonlyMap<string, Platform>
  usedCalls: UsedCalls
  dashboardUrl?: string | undefined
  log: Logger
  now(): Date
}

/** The pages say by their own policy who may frame them. */
const framable = { contentSecurityPolicy: false, frameguard: false }

interface Address {
  platform: string
}
type Call = FastifyRequest<{ Params: Address }>

const params = z.object({ platform: z.string() })
const tags = ['Install']

/** What platforms send merchants' browsers to. No key: the platform's signature or our own state says who it is. */
export function oauthRoutes(app: Api, deps: OauthDeps): void {
  const perAddress = (max: number) => ({ rateLimit: { max, timeWindow: 60_000 } })

  app.get('/:platform/oauth/callback', {
    schema: { summary: 'Where the platform sends the merchant after the consent', tags, params, security: [] },
    config: perAddress(CALLBACKS_PER_MINUTE),
    errorHandler: answerPerson,
    helmet: framable,
    handler: (request, reply) => callback(request as Call, reply, deps),
  })
  app.get('/:platform/oauth/entry', {
    schema: { summary: 'Where the platform sends the merchant who opens the app', tags, params, security: [] },
    config: perAddress(ENTRIES_PER_MINUTE),
    errorHandler: answerPerson,
    helmet: framable,
    handler: (request, reply) => entry(request as Call, reply, deps),
  })
}

async function callback(request: Call, reply: FastifyReply, deps: OauthDeps): Promise<FastifyReply> {
  const { platform } = findPlatform(request, deps)
  const verdict = platform.verifyCallback(inboundOf(request))
  const call = accepted(verdict, request, deps)
  if (call.state !== undefined) return finishOurs(call, { platform, reply, deps })

  const outcome = await deps.usedCalls.once({ platform: platform.id, purpose: 'install', nonce: call.nonce }, () =>
    createPending(platform.id, call, deps),
  )
  if (!outcome.done) throw new Problem('used-link')
  reply.header('cache-control', 'no-store')
  if (call.landing) return reply.redirect(withInstallation(call.landing, outcome.result), 302)
  return toClaim(outcome.result, call, { platform, reply, deps })
}

/** The platform began: nobody knows yet whose it is. */
async function createPending(
  platform: string,
  { domain, code }: SignedCall,
  { db, now, log }: OauthDeps,
): Promise<string> {
  const expiresAt = new Date(now().getTime() + PENDING_MS)
  const id = await db.installations.create({ platform, domain, expiresAt, ...(code !== undefined && { code }) })
  log.info({ platform, domain, installation: id }, 'installation.pending')
  return id
}

interface Answering {
  platform: Platform
  reply: FastifyReply
  deps: OauthDeps
}

/** We began: the state says for whom, once. */
async function finishOurs(call: SignedCall, { platform, reply, deps }: Answering): Promise<FastifyReply> {
  const outcome = await connectForState(call, platform.id, deps)
  deps.log.info({ platform: platform.id, domain: call.domain, outcome }, 'installation.returned')
  const more: Record<string, string> =
    outcome === 'connected' ? { [platform.id]: outcome } : { [platform.id]: 'error', reason: outcome }
  return reply.header('cache-control', 'no-store').redirect(settingsPage(deps.dashboardUrl, platform.id, more), 302)
}

async function connectForState(
  { domain, code, state: given = '' }: SignedCall,
  platform: string,
  { db, enqueue, now }: OauthDeps,
): Promise<'connected' | 'state' | 'shop-taken' | 'plan-limit'> {
  const state = await db.oauthStates.consume(given)
  if (!state || state.platform !== platform || state.domain !== domain) return 'state'

  const { accountId } = state
  const shopKey = { platform, domain, accountId }
  const expiresAt = new Date(now().getTime() + PENDING_MS)
  const id = await db.installations.create({ ...shopKey, expiresAt, ...(code !== undefined && { code }) })
  try {
    await connectInstallation({ id, ...shopKey }, db)
  } catch (error) {
    if (error instanceof ShopTakenError) return 'shop-taken'
    if (error instanceof PlanLimitError) return 'plan-limit'
    throw error
  }
  await enqueue(installShop, { installationId: id })
  return 'connected'
}

async function entry(request: Call, reply: FastifyReply, deps: OauthDeps): Promise<FastifyReply> {
  const { platform } = findPlatform(request, deps)
  if (!platform.verifyEntry) throw new Problem('not-found')
  const call = accepted(platform.verifyEntry(inboundOf(request)), request, deps)
  const outcome = await deps.usedCalls.once({ platform: platform.id, purpose: 'entry', nonce: call.nonce }, () =>
    findPurpose(platform.id, call, deps),
  )
  if (!outcome.done) throw new Problem('used-link')

  const { installation } = outcome.result
  reply.header('cache-control', 'no-store')
  if (installation) return toClaim(installation, call, { platform, reply, deps })
  if (deps.dashboardUrl) return reply.redirect(settingsPage(deps.dashboardUrl, platform.id, { shop: call.domain }), 302)
  return sendPage(reply, connectedPage(request, call))
}

/**
 * What a merchant who opens the app should see: the installation that waits to be claimed, also one that only began
 * now because the one before expired; nothing to claim for a connected shop.
 */
async function findPurpose(platform: string, call: SignedCall, deps: OauthDeps): Promise<{ installation?: string }> {
  const given = await findPending(call.passthrough[INSTALLATION_PARAMETER], { platform, domain: call.domain }, deps)
  if (given) return { installation: given }
  if (await deps.db.shops.findConnected(platform, call.domain)) return {}

  const latest = await deps.db.installations.latestPending(platform, call.domain)
  return { installation: latest?.id ?? (await createPending(platform, call, deps)) }
}

/** The parameter comes back unsigned: it counts only when it is this shop's. */
async function findPending(
  id: string | undefined,
  { platform, domain }: { platform: string; domain: string },
  { db, now }: OauthDeps,
): Promise<string | null> {
  const found = id === undefined || !/^ins_\w{1,60}$/.test(id) ? null : await db.installations.find(id)
  if (!found || found.platform !== platform || found.domain !== domain) return null
  return found.accountId === null && found.expiresAt > now() ? found.id : null
}

function toClaim(installation: string, call: SignedCall, { platform, reply, deps }: Answering): FastifyReply {
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
