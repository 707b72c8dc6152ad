import type { Logger } from '@shopmirror/config'
import type { Repositories, StoredTokens } from '@shopmirror/db'
import { AuthRevokedError, PermanentError, type Platform, RetryableError, type TokenSet } from '@shopmirror/platforms'
import type { JobMetrics } from '../metrics.ts'
import type { Shop } from '../shop.ts'
import type { Stored } from './is-usable.ts'

/** Rejected refreshes in a row after which the access counts as revoked. */
export const REFUSALS_MAX = 2

/** What a token refresh needs. */
export interface RefreshDeps {
  db: Repositories
  platforms: ReadonlyMap<string, Platform>
  metrics: JobMetrics
  log: Logger
}

type Refresh = RefreshDeps & { owner: string }

interface Target {
  shop: Shop
  platform: Platform
}

/**
 * The single refresh of a version, by the owner of its lease. All parts are stored in one statement that replaces
 * exactly that version. A failure leaves the same refresh token for the next attempt. Returns `false` when other
 * credentials were stored during the refresh: those are used then.
 */
export async function refreshTokens(stored: Stored, deps: Refresh): Promise<boolean> {
  const { shopId, version } = stored
  const { db, metrics, log, owner } = deps
  const target = await findTarget(shopId, deps)
  const { platform } = target
  try {
    const tokens = await requestTokens(stored, target, deps)
    const next = await db.credentials.replace({
      ...{ shopId, version },
      tokens: { ...tokens, ...previous(stored, tokens) },
    })
    if (next === null) return replacedElsewhere(stored, deps)
    metrics.tokenRefresh(platform.id, 'refreshed')
    log.info({ shop: shopId, platform: platform.id, version: next }, 'token.refreshed')
    return true
  } catch (error) {
    metrics.tokenRefresh(platform.id, error instanceof AuthRevokedError ? 'refused' : 'failed')
    if (!(error instanceof AuthRevokedError)) throw error
    return await handleRefusal(stored, error, deps)
  } finally {
    await db.credentials.releaseLease({ shopId, owner })
  }
}

async function findTarget(shopId: string, { db, platforms }: Refresh): Promise<Target> {
  const shop = await db.shops.find(shopId)
  const platform = shop && platforms.get(shop.platform)
  if (!platform) throw new PermanentError(`Shop ${shopId} is not on a platform that is enabled in this deployment.`)
  return { shop, platform }
}

/**
 * If the current refresh token is refused, the previous one is tried: the platform may not have registered that we
 * received the current one.
 */
async function requestTokens(
  { tokens, ownApp }: Stored,
  { shop, platform }: Target,
  { log }: Refresh,
): Promise<TokenSet> {
  const request = { domain: shop.domain, ...(ownApp && { ownApp }) }
  if (!tokens) return platform.tokens.grant(request)

  const { previousRefreshToken, ...current } = tokens
  try {
    return await platform.tokens.refresh({ ...request, current })
  } catch (error) {
    if (!(error instanceof AuthRevokedError) || !previousRefreshToken) throw error
    log.warn({ shop: shop.id }, 'token.previous_tried')
    return platform.tokens.refresh({ ...request, current: { ...current, refreshToken: previousRefreshToken } })
  }
}

function previous({ tokens: before }: Stored, after: TokenSet): Pick<StoredTokens, 'previousRefreshToken'> {
  if (!before?.refreshToken || before.refreshToken === after.refreshToken) return {}
  return { previousRefreshToken: before.refreshToken }
}

/**
 * The first rejection may be a mistake of the platform, so only the second one revokes the access. Ignored if the
 * credentials were replaced.
 */
async function handleRefusal(stored: Stored, error: AuthRevokedError, deps: Refresh): Promise<false> {
  const { shopId, version } = stored
  const { db, log } = deps
  const refusals = await db.credentials.countRefusal({ shopId, version })
  if (refusals === null) return replacedElsewhere(stored, deps)
  if (refusals < REFUSALS_MAX) {
    const message = 'The platform rejected the token refresh once. Retrying before the access counts as revoked.'
    throw new RetryableError(message, { cause: error })
  }
  const refused = { shopId, version, access: 'reauth_required', reason: error.message } as const
  if (!(await db.shops.setAccess(refused))) return replacedElsewhere(stored, deps)
  await db.alerts.countFailure({ shopId, kind: 'auth_revoked', detail: error.message, threshold: 1 })
  log.warn({ shop: shopId }, 'token.revoked')
  throw revoked(error.message, version, error)
}

function replacedElsewhere({ shopId, version }: Stored, { log }: Refresh): false {
  log.info({ shop: shopId, version }, 'token.replaced_elsewhere')
  return false
}

/** With the version of the credentials, so that a late error does not revoke newer ones. */
export function revoked(message: string, version: number, cause?: unknown): AuthRevokedError {
  return Object.assign(new AuthRevokedError(message, { cause }), { version })
}
