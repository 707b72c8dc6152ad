import type { Access, Repositories } from '@shopmirror/db'
import { describeShop } from '../installs/describe-shop.ts'
import { installShop } from '../installs/install-shop.ts'
import type { EnqueueAfterCommit } from '../queue/with-outbox.ts'
import type { Shop } from '../shop.ts'
import type { FollowUp } from './follow-up.ts'

const REVOKED = 'The merchant took the access back: the app has to be opened or authorised again in the shop.'
/** The shop is known: nobody has to claim it in time, ms. */
const AGAIN_MS = 15 * 60_000

interface Renewing {
  tx: Repositories
  enqueue: EnqueueAfterCommit
  now: Date
}

/** Gives a connected shop the token the platform pushed last, or takes away the one it took back. */
export async function renewAccess(shopId: string, { tokens }: Access, renewing: Renewing): Promise<FollowUp | null> {
  const { tx, enqueue } = renewing
  const stored = await tx.credentials.hold(shopId)
  // Read under the hold: what others concluded of the credentials before is part of it.
  const shop = await tx.shops.find(shopId)
  // Credentials the merchant gave by hand have nothing to do with the app.
  if (!shop || stored?.ownApp) return null
  if (!tokens) return stored?.tokens?.id ? revoke(shopId, stored.version, tx) : null
  const isKnown = stored?.tokens?.id === tokens.id && stored?.tokens?.accessToken === tokens.accessToken
  // Also with a token it has: it may have been shut out since it got that.
  const again = isShutOut(shop) ? await reinstall(shop, renewing) : null
  if (isKnown && !again) return null
  if (!isKnown) await tx.credentials.replace({ shopId, version: stored?.version, tokens })
  await goOn(shop, again, enqueue)
  return ({ credentials, log }) => {
    credentials.forget(shopId)
    log.info({ shop: shopId, status: shop.status }, 'token.given')
  }
}

async function revoke(shopId: string, version: number, tx: Repositories): Promise<FollowUp> {
  const without = await tx.credentials.replace({ shopId, version, tokens: null })
  await tx.shops.setAccess({ shopId, version: without, access: 'reauth_required', reason: REVOKED })
  return ({ credentials, log }) => {
    credentials.forget(shopId)
    log.warn({ shop: shopId }, 'token.revoked_by_platform')
  }
}

/** An install that is under way brings itself to its end. */
function isShutOut({ access, statusReason }: Shop): boolean {
  return access === 'reauth_required' || (access === 'connecting' && statusReason !== null)
}

/** A shop that works goes on with the new token; one that was shut out, or never got through, is set up again. */
async function goOn({ id: shopId, status }: Shop, again: string | null, enqueue: EnqueueAfterCommit): Promise<void> {
  if (again) await enqueue(installShop, { installationId: again })
  else if (status === 'active') await enqueue(describeShop, { shopId })
}

async function reinstall({ id: shopId, platform, domain, accountId }: Shop, { tx, now }: Renewing): Promise<string> {
  const expiresAt = new Date(now.getTime() + AGAIN_MS)
  const id = await tx.installations.create({ platform, domain, accountId, expiresAt })
  await tx.installations.attachShop(id, shopId)
  return id
}
