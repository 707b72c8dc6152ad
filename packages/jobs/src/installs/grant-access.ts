import type { JobContext } from '../context.ts'
import { type Installation, takeTokens } from './take-tokens.ts'

/**
 * Exchanges the grant for tokens and stores them, over whatever a refresh has stored in the meantime. The code is dropped
 * in the same transaction, so a repeated job does not spend it twice; who dies between the exchange and the transaction
 * has to install again.
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
  await db.transaction(async (tx) => {
    const held = await tx.credentials.hold(shop.id)
    await tx.credentials.replace({ shopId: shop.id, version: held?.version, tokens })
    await tx.installations.dropCode(id)
  })
  credentials.forget(shop.id)
}
