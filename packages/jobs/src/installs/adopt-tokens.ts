import type { Platform } from '@shopmirror/platforms'
import type { JobContext } from '../context.ts'
import type { Shop } from '../shop.ts'

/** An installation whose shop is connected. */
export interface Installation {
  id: string
  platform: Platform
  shop: Shop
}

/**
 * Stores the tokens of the installation for the shop. A token that the platform sent by webhook for the merchant is
 * preferred, because it does not expire. Returns whether the shop has tokens now.
 */
export async function adoptTokens(installation: Installation, context: JobContext): Promise<boolean> {
  const isTaken = await context.db.transaction((tx) => take(installation, tx))
  context.credentials.forget(installation.shop.id)
  return isTaken
}

/** One transaction: a repeated job must not overwrite tokens that were refreshed since. */
async function take({ id, platform, shop }: Installation, tx: JobContext['db']): Promise<boolean> {
  const app = { platform: platform.id, domain: shop.domain }
  // Locks the merchant's row: a token event that arrives now is applied entirely before or after this.
  await tx.access.record(app, [])
  const stored = await tx.credentials.lock(shop.id)
  const brought = await tx.installations.readTokens(id)
  if (stored?.ownApp) {
    await tx.installations.dropTokens(id)
    return stored.tokens !== null
  }
  const tokens = (await tx.access.current(app)) ?? brought
  if (!tokens) return Boolean(stored?.tokens)
  const isKnown = stored?.tokens?.accessToken === tokens.accessToken && stored.refusals === 0
  if (!isKnown) await tx.credentials.replace({ shopId: shop.id, version: stored?.version, tokens })
  await tx.installations.dropTokens(id)
  return true
}
