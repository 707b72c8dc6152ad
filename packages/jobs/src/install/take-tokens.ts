import { RetryableError } from '@shopmirror/platforms'
import type { JobContext } from '../context.ts'
import type { Installation } from './grant-access.ts'

/** Races with a refresh are lost once at most; more means that something else is wrong. */
const STORE_TRIES = 3

/**
 * Gives the shop what the installation brought, or better, what the platform itself pushed for its merchant: that one does
 * not end, and the consent only proved whose it is. Answers whether the shop has tokens now.
 */
export async function takeTokens(installation: Installation, context: JobContext): Promise<boolean> {
  for (let attempt = 0; attempt < STORE_TRIES; attempt++) {
    const outcome = await context.db.transaction((tx) => take(installation, tx))
    if (outcome === 'lost') continue
    context.credentials.forget(installation.shop.id)
    return outcome === 'taken'
  }
  throw new RetryableError('The tokens of a new installation could not be stored: somebody else keeps writing them.')
}

/** Stored and dropped together: what was renewed since must not be overwritten by a repetition. */
async function take({ id, platform, shop }: Installation, tx: JobContext['db']): Promise<'taken' | 'none' | 'lost'> {
  const app = { platform: platform.id, domain: shop.domain }
  // Holds the merchant's row: what the platform pushes at this moment comes before all of this, or after it.
  await tx.access.note(app, [])
  const stored = await tx.credentials.read(shop.id)
  const brought = await tx.installations.readTokens(id)
  if (stored?.ownApp) {
    await tx.installations.dropTokens(id)
    return stored.tokens ? 'taken' : 'none'
  }
  const tokens = (await tx.access.current(app)) ?? brought
  if (!tokens) return stored?.tokens ? 'taken' : 'none'
  const isKnown = stored?.tokens?.accessToken === tokens.accessToken && stored.refusals === 0
  if (!stored) await tx.credentials.create({ shopId: shop.id, tokens })
  else if (!isKnown && !(await tx.credentials.store({ shopId: shop.id, version: stored.version, tokens })))
    return 'lost'
  await tx.installations.dropTokens(id)
  return 'taken'
}
