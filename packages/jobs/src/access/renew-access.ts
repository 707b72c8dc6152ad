import type { Access, Repositories, StoredTokens } from '@shopmirror/db'
import { RetryableError } from '@shopmirror/platforms'
import type { Shop } from '../context.ts'
import { describeShop } from '../describe-shop.ts'
import { installShop } from '../install-shop.ts'
import type { FollowUp } from '../settle-access.ts'

const REVOKED = 'The merchant took the access back: the app has to be opened or authorised again in the shop.'
/** The shop is known: nobody has to claim it in time, ms. */
const AGAIN_MS = 15 * 60_000

interface Renewing {
  tx: Repositories
  now: Date
}

/** Gives a connected shop the token the platform pushed last, or takes away the one it took back. */
export async function renewAccess(shop: Shop, { tokens }: Access, renewing: Renewing): Promise<FollowUp | null> {
  const { tx } = renewing
  const stored = await tx.credentials.read(shop.id)
  // Credentials the merchant gave by hand have nothing to do with the app.
  if (stored?.ownApp) return null
  if (!tokens) return stored?.tokens?.id ? revoke(shop, stored.version, tx) : null
  if (stored?.tokens?.id === tokens.id && stored?.tokens?.accessToken === tokens.accessToken) return null
  return replace(shop, tokens, { ...renewing, version: stored?.version ?? null })
}

async function revoke({ id }: Shop, version: number, tx: Repositories): Promise<FollowUp> {
  await tx.credentials.dropTokens({ shopId: id, version })
  await tx.shops.setStatus(id, 'reauth_required', REVOKED)
  return async ({ credentials, log }) => {
    credentials.forget(id)
    log.warn({ shop: id }, 'token.taken_back')
  }
}

/** A shop that works goes on with the new token; one that was shut out, or never got through, is set up again. */
async function replace(
  shop: Shop,
  tokens: StoredTokens,
  { tx, now, version }: Renewing & { version: number | null },
): Promise<FollowUp> {
  const { id: shopId, status, platform, domain, accountId } = shop
  if (version === null) await tx.credentials.create({ shopId, tokens })
  else if (!(await tx.credentials.store({ shopId, version, tokens })))
    throw new RetryableError(`Somebody else wrote the tokens of shop ${shopId} at the same time: trying again.`)

  const isBroken = status === 'reauth_required' || status === 'connecting'
  const again = isBroken && (await reinstall({ platform, domain, accountId, shopId }, { tx, now }))
  return async ({ credentials, enqueue, log }) => {
    credentials.forget(shopId)
    log.info({ shop: shopId, status }, 'token.given')
    if (again) await enqueue(installShop, { installationId: again })
    else if (status === 'active') await enqueue(describeShop, { shopId })
  }
}

interface Known {
  platform: string
  domain: string
  accountId: string
  shopId: string
}

async function reinstall({ shopId, ...known }: Known, { tx, now }: Renewing): Promise<string> {
  const id = await tx.installations.create({ ...known, expiresAt: new Date(now.getTime() + AGAIN_MS) })
  await tx.installations.attachShop(id, shopId)
  return id
}
