import type { Platform } from '@shopmirror/platforms'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { callerOf, isWithin, scopeOf } from '../http/auth.ts'
import { idSchema, platformParams, text } from '../http/fields.ts'
import { dataOf, pageOf, readPage, shopPageQuery } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { RedirectUrls } from '../ingress/redirect-urls.ts'
import { STATE_MS } from '../state-life.ts'
import { claimInstallation } from './claim-installation.ts'
import type { ControlDeps } from './deps.ts'
import { findPlatform } from './owned.ts'
import { installationSchema, presentInstallation } from './present/installation.ts'

const tags = ['Install']
const shopSchema = text({ max: 2_048 })
  .optional()
  .describe("The shop's name or address; optional where the merchant selects the shop on the platform's consent page")

/** Starting an install from the dashboard, and listing and claiming installations. */
export function installationRoutes(app: Api, deps: ControlDeps & { places: RedirectUrls }): void {
  const { db, platforms, places, now } = deps

  app.get('/:platform/oauth/authorize', {
    schema: {
      operationId: 'authorizeInstall',
      summary: 'Start an install',
      description:
        'Only for platforms on which an install can be started here; on others the merchant starts it in the admin of the shop.',
      tags,
      params: platformParams,
      querystring: z.object({ shop: shopSchema }).strict(),
      response: { 200: dataOf(z.object({ authorize_url: z.url() })) },
      problems: ['not-found', 'install-in-admin', 'app-not-configured', 'shop-refused'],
    },
    config: { permission: 'manage', audited: true, rateLimit: { max: 5, timeWindow: 60_000 } },
    handler: async (request) => {
      const platform = findPlatform(request.params.platform, platforms)
      const { accountId } = callerOf(request)
      const domain = domainOf(request.query.shop, platform)
      const state = await db.oauthStates.create({ platform: platform.id, domain, accountId, ttlMs: STATE_MS })
      return { data: { authorize_url: authorizeUrlOf(platform, { state, domain, places }) } }
    },
  })

  app.get('/installations', {
    schema: {
      operationId: 'listInstallations',
      summary: 'Claimed installations, newest first',
      tags,
      querystring: z.object(shopPageQuery).strict(),
      response: { 200: pageOf(installationSchema) },
    },
    handler: (request) => {
      const { limit, shop: shopId, ...query } = request.query
      const read = (rows: number) =>
        db.installations.list({ ...query, shopId, limit: rows, accountId: scopeOf(request) })
      return readPage(limit, read, (row) => presentInstallation(row, now()))
    },
  })

  app.get('/installations/:id', {
    schema: {
      operationId: 'getInstallation',
      summary: 'One installation, before it is claimed and after',
      description: 'Who knows the id of an unclaimed installation may claim it, so they may see which shop it is.',
      tags,
      params: z.object({ id: idSchema }),
      response: { 200: dataOf(installationSchema) },
      problems: ['not-found'],
    },
    config: { permission: 'manage' },
    handler: async (request) => {
      const installation = await db.installations.find(request.params.id)
      const isVisible =
        installation && (installation.accountId === null || isWithin(scopeOf(request), installation.accountId))
      if (!isVisible) throw new Problem('not-found')
      return { data: presentInstallation(installation, now()) }
    },
  })

  app.post('/installations/:id/claim', {
    schema: {
      operationId: 'claimInstallation',
      summary: 'Claim an installation that was started in a shop',
      tags,
      params: z.object({ id: idSchema }),
      response: { 200: dataOf(installationSchema) },
      problems: ['not-found', 'installation-expired', 'installation-taken', 'shop-taken', 'plan-limit'],
    },
    config: { permission: 'manage', rateLimit: { max: 30, timeWindow: 60_000 } },
    handler: async (request) => {
      const claim = { id: request.params.id, accountId: callerOf(request).accountId }
      return { data: presentInstallation(await claimInstallation(claim, deps), now()) }
    },
  })
}

/** `null`: the merchant selects the shop on the consent page. */
function domainOf(shop: string | undefined, platform: Platform): string | null {
  const { install } = platform
  if (install.kind === 'signed_by_platform' && !install.consentUrl)
    throw new Problem('install-in-admin', { parameters: { platform: platform.id } })
  if (install.kind === 'own_app_only' || !platform.configured)
    throw new Problem('app-not-configured', { parameters: { platform: platform.id } })
  if (shop === undefined && install.kind === 'merchant_selects_shop') return null
  if (shop === undefined) throw invalidShop('is required on this platform')
  const domain = platform.parseDomain(shop)
  if (!domain) throw invalidShop('is not a valid shop name or address on this platform')
  return domain
}

interface AuthorizeInput {
  state: string
  domain: string | null
  places: RedirectUrls
}

/**
 * If the merchant selects the shop, the browser first gets a cookie from us, so that it is recognized when it returns.
 */
function authorizeUrlOf({ id, install }: Platform, { state, domain, places }: AuthorizeInput): string {
  if (install.kind === 'merchant_selects_shop') {
    // Called here, too, so that the caller gets the error of a missing setting.
    install.consentUrl(state, domain ?? undefined)
    return places.install(id, `begin/${state}`)
  }
  if (install.kind !== 'signed_by_platform' || !install.consentUrl || domain === null)
    throw new Problem('install-in-admin', { parameters: { platform: id } })
  return install.consentUrl(domain, state).href
}

function invalidShop(message: string): Problem {
  return new Problem('invalid-request', {
    errors: [{ path: 'querystring.shop', message }],
  })
}
