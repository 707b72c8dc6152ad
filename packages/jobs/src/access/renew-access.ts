import type { Access, Repositories } from '@shopmirror/db'
import { describeShop } from '../installs/describe-shop.ts'
import { installShop } from '../installs/install-shop.ts'
import type { EnqueueAfterCommit } from '../queue/with-outbox.ts'
import type { Shop } from '../shop.ts'
import type { FollowUp } from './follow-up.ts'

const REVOKED =
  'The merchant revoked the access. The merchant must open the app in the shop admin, or install it again.'
/** Expiry of the installation row, ms. The shop is known, so no account has to claim it in this time. */
const EXPIRES_AFTER_MS = 15 * 60_000

interface RenewDeps {
  tx: Repositories
  enqueue: EnqueueAfterCommit
  now: Date
}

/** Stores the latest token that the platform sent for a connected shop, or deletes the one that it revoked. */
export async function renewAccess(shopId: string, { tokens }: Access, renewing: RenewDeps): Promise<FollowUp | null> {
  const { tx, enqueue } = renewing
  const stored = await tx.credentials.lock(shopId)
  // Read after the lock, so that it includes what other transactions concluded about the credentials.
  const shop = await tx.shops.find(shopId)
  // The merchant's own API client is independent of the app's tokens.
  if (!shop || stored?.ownApp) return null
  if (!tokens) return stored?.tokens?.id ? revoke(shopId, stored.version, tx) : null
  const isKnown = stored?.tokens?.id === tokens.id && stored?.tokens?.accessToken === tokens.accessToken
  // Also for a token that is already stored: the shop may have lost access since.
  const installationId = hasLostAccess(shop) ? await reinstall(shop, renewing) : null
  if (isKnown && !installationId) return null
  if (!isKnown) await tx.credentials.replace({ shopId, version: stored?.version, tokens })
  await enqueueNext(shop, installationId, enqueue)
  return ({ credentials, log }) => {
    credentials.forget(shopId)
    log.info({ shop: shopId, status: shop.status }, 'token.received')
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

/** An install without a reason is still running, and finishes by itself. */
function hasLostAccess({ access, statusReason }: Shop): boolean {
  return access === 'reauth_required' || (access === 'connecting' && statusReason !== null)
}

/** An active shop continues with the new token. A shop that lost access, or was never set up, is installed again. */
async function enqueueNext(
  { id: shopId, status }: Shop,
  again: string | null,
  enqueue: EnqueueAfterCommit,
): Promise<void> {
  if (again) await enqueue(installShop, { installationId: again })
  else if (status === 'active') await enqueue(describeShop, { shopId })
}

async function reinstall({ id: shopId, platform, domain, accountId }: Shop, { tx, now }: RenewDeps): Promise<string> {
  const expiresAt = new Date(now.getTime() + EXPIRES_AFTER_MS)
  const id = await tx.installations.create({ platform, domain, accountId, expiresAt })
  await tx.installations.attachShop(id, shopId)
  return id
}
