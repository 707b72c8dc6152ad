import type { Logger } from '@shopmirror/config'
import type { Repositories, StoredTokens } from '@shopmirror/db'
import { AuthRevokedError, PermanentError, type Platform, RetryableError, type TokenSet } from '@shopmirror/platforms'
import type { JobMetrics } from '../metrics.ts'
import type { Shop } from '../shop.ts'
import type { Stored } from './is-usable.ts'

/** Refusals in a row after which the access is believed to be gone. */
export const REFUSALS_MAX = 2

export interface RefreshDeps {
  db: Repositories
  platforms: ReadonlyMap<string, Platform>
  metrics: JobMetrics
  log: Logger
}

type Refresh = RefreshDeps & { owner: string }

interface Asked {
  shop: Shop
  platform: Platform
}

/**
 * The one refresh of a version, by whoever holds its lease. All parts are stored in one statement over the version they
 * follow. What fails leaves the same refresh token for the next try. Answers `false` when others have replaced the
 * credentials in the meantime: theirs are the ones to use.
 */
export async function refreshTokens(stored: Stored, deps: Refresh): Promise<boolean> {
  const { shopId, version } = stored
  const { db, metrics, log, owner } = deps
  const asked = await findShop(shopId, deps)
  const { platform } = asked
  try {
    const tokens = await ask(stored, asked, deps)
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
    return await weigh(stored, error, deps)
  } finally {
    await db.credentials.releaseLease({ shopId, owner })
  }
}

async function findShop(shopId: string, { db, platforms }: Refresh): Promise<Asked> {
  const shop = await db.shops.find(shopId)
  const platform = shop && platforms.get(shop.platform)
  if (!platform) throw new PermanentError(`Shop ${shopId} is on a platform that this installation does not serve.`)
  return { shop, platform }
}

/** The refresh token before the present one is tried when that is refused: the platform may not know that we have it. */
async function ask({ tokens, ownApp }: Stored, { shop, platform }: Asked, { log }: Refresh): Promise<TokenSet> {
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

/** Somebody else may have been quicker; a first refusal may be a mistake of the platform; a second one is believed. */
async function weigh(stored: Stored, error: AuthRevokedError, deps: Refresh): Promise<false> {
  const { shopId, version } = stored
  const { db, log } = deps
  const refusals = await db.credentials.countRefusal({ shopId, version })
  if (refusals === null) return replacedElsewhere(stored, deps)
  if (refusals < REFUSALS_MAX) {
    const message = 'The platform refused to renew the token once: asking again before it is believed.'
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

/** Names the credentials it is about: whoever hears of it late must not blame newer ones. */
export function revoked(message: string, version: number, cause?: unknown): AuthRevokedError {
  return Object.assign(new AuthRevokedError(message, { cause }), { version })
}
