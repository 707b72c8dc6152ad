import type { StoredTokens } from '@shopmirror/db'
import { AuthRevokedError, PermanentError, type Platform, RetryableError, type TokenSet } from '@shopmirror/platforms'
import type { KeeperDeps } from '../credential-keeper.ts'
import type { Stored } from './is-usable.ts'

/** Refusals after which the access is believed to be gone. */
const REFUSALS_MAX = 2

type Refresh = KeeperDeps & { owner: string }

/**
 * The one refresh of a version, by whoever holds its lease. All parts are stored in one statement over the version they
 * follow. What fails leaves the same refresh token for the next try.
 */
export async function refreshTokens(stored: Stored, deps: Refresh): Promise<void> {
  const { shopId, version } = stored
  const platform = await platformOf(shopId, deps)
  try {
    const tokens = await ask(stored, platform, deps)
    await deps.db.credentials.store({ shopId, version, tokens: { ...tokens, ...previous(stored, tokens) } })
    deps.metrics.tokenRefresh(platform.id, 'refreshed')
    deps.log.info({ shop: shopId, platform: platform.id, version: version + 1 }, 'token.refreshed')
  } catch (error) {
    deps.metrics.tokenRefresh(platform.id, error instanceof AuthRevokedError ? 'refused' : 'failed')
    if (error instanceof AuthRevokedError) await weigh(stored, error, deps)
    throw error
  } finally {
    await deps.db.credentials.releaseLease({ shopId, owner: deps.owner })
  }
}

async function platformOf(shopId: string, { db, platforms }: Refresh): Promise<Platform & { domain: string }> {
  const shop = await db.shops.find(shopId)
  const platform = shop && platforms.get(shop.platform)
  if (!shop || !platform)
    throw new PermanentError(`Shop ${shopId} is on a platform that this installation does not serve.`)
  return { ...platform, domain: shop.domain }
}

/** The token before the present one is tried when the present one is refused: the platform may never have heard that we have it. */
async function ask(
  { tokens, ownApp }: Stored,
  { tokens: api, domain }: Platform & { domain: string },
  deps: Refresh,
): Promise<TokenSet> {
  const request = { domain, ...(ownApp && { ownApp }) }
  if (!tokens) return api.grant(request)
  const { previousRefreshToken, ...current } = tokens
  try {
    return await api.refresh({ ...request, current })
  } catch (error) {
    if (!(error instanceof AuthRevokedError) || !previousRefreshToken) throw error
    deps.log.warn('token.previous_tried')
    return api.refresh({ ...request, current: { ...current, refreshToken: previousRefreshToken } })
  }
}

function previous({ tokens: before }: Stored, after: TokenSet): Pick<StoredTokens, 'previousRefreshToken'> {
  if (!before?.refreshToken || before.refreshToken === after.refreshToken) return {}
  return { previousRefreshToken: before.refreshToken }
}

/** Somebody else may have been quicker; a first refusal may be a mistake of the platform; a second one is believed. */
async function weigh({ shopId, version }: Stored, error: AuthRevokedError, { db, log }: Refresh): Promise<void> {
  const now = await db.credentials.read(shopId)
  if (now && now.version !== version)
    throw new RetryableError('The token was refreshed elsewhere meanwhile: trying again.')
  const refusals = await db.credentials.countRefusal(shopId)
  if (refusals < REFUSALS_MAX)
    throw new RetryableError('The platform refused to renew the token once: asking again before it is believed.', {
      cause: error,
    })

  await db.shops.setStatus(shopId, 'reauth_required', error.message)
  await db.alerts.countFailure({ shopId, kind: 'auth_revoked', detail: error.message, threshold: 1 })
  log.warn({ shop: shopId }, 'token.revoked')
}
