import type { JobContext } from '../context.ts'
import { adoptTokens, type Installation } from './adopt-tokens.ts'

/**
 * Exchanges the grant for tokens and stores them, replacing what a refresh has stored since. The code is deleted in the
 * same transaction, so a repeated job does not use it twice. If the process dies between the exchange and the
 * transaction, the merchant must install again.
 */
export async function grantAccess(installation: Installation, context: JobContext): Promise<void> {
  const { id, platform, shop } = installation
  const { db, credentials } = context
  const [code, stored] = await Promise.all([db.installations.readCode(id), db.credentials.read(shop.id)])
  if (!code && platform.install.kind === 'merchant_selects_shop' && (await adoptTokens(installation, context))) return
  if (!code && stored?.tokens) return

  const tokens = await platform.tokens.grant({
    domain: shop.domain,
    ...(code && { code }),
    ...(stored?.ownApp && { ownApp: stored.ownApp }),
  })
  await db.transaction(async (tx) => {
    const held = await tx.credentials.lock(shop.id)
    await tx.credentials.replace({ shopId: shop.id, version: held?.version, tokens })
    await tx.installations.dropCode(id)
  })
  credentials.forget(shop.id)
}
