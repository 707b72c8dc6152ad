import { type Platform, RetryableError, type TokenSet } from '@shopmirror/platforms'
import type { JobContext, Shop } from '../context.ts'
import { takeTokens } from './take-tokens.ts'

export interface Installation {
  id: string
  platform: Platform
  shop: Shop
}

/** Races with a refresh are lost once at most; more means that something else is wrong. */
const STORE_TRIES = 3

/**
 * Exchanges the grant for tokens and stores them. The code is dropped once they are stored, so a repeated job does not
 * spend it twice; between the exchange and the store lies one statement, and who dies there has to install again.
 */
export async function grantAccess(installation: Installation, context: JobContext): Promise<void> {
  const { id, platform, shop } = installation
  const { db, credentials } = context
  const [code, stored] = await Promise.all([db.installations.readCode(id), db.credentials.read(shop.id)])
  if (!code && platform.choice && (await takeTokens(installation, context))) return
  if (!code && stored?.tokens) return

  const tokens = await platform.tokens.grant({
    domain: shop.domain,
    ...(code && { code }),
    ...(stored?.ownApp && { ownApp: stored.ownApp }),
  })
  await store(shop.id, tokens, db)
  await db.installations.dropCode(id)
  credentials.forget(shop.id)
}

async function store(shopId: string, tokens: TokenSet, db: JobContext['db']): Promise<void> {
  for (let attempt = 0; attempt < STORE_TRIES; attempt++) {
    const stored = await db.credentials.read(shopId)
    if (!stored) {
      await db.credentials.create({ shopId, tokens })
      return
    }
    if (await db.credentials.store({ shopId, version: stored.version, tokens })) return
  }
  throw new RetryableError('The tokens of a new installation could not be stored: somebody else keeps writing them.')
}
