import type { Platform } from '@shopmirror/platforms'
import type { JobContext } from '../context.ts'
import type { Shop } from '../shop.ts'

export interface Installation {
  id: string
  platform: Platform
  shop: Shop
}

/**
 * Gives the shop what the installation brought, or better, what the platform itself pushed for its merchant: that one does
 * not end, and the consent only proved whose it is. Answers whether the shop has tokens now.
 */
export async function takeTokens(installation: Installation, context: JobContext): Promise<boolean> {
  const isTaken = await context.db.transaction((tx) => take(installation, tx))
  context.credentials.forget(installation.shop.id)
  return isTaken
}

/** Stored and dropped together: what was renewed since must not be overwritten by a repetition. */
async function take({ id, platform, shop }: Installation, tx: JobContext['db']): Promise<boolean> {
  const app = { platform: platform.id, domain: shop.domain }
  // Holds the merchant's row: what the platform pushes at this moment comes before all of this, or after it.
  await tx.access.note(app, [])
  const stored = await tx.credentials.hold(shop.id)
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
