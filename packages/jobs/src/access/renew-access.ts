import type { Access, Repositories, StoredTokens } from '@shopmirror/db'
import { RetryableError } from '@shopmirror/platforms'
import type { Shop } from '../context.ts'
import { describeShop } from '../describe-shop.ts'
import { installShop } from '../install-shop.ts'
import type { FollowUp } from './follow-up.ts'

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
  const isKnown = stored?.tokens?.id === tokens.id && stored?.tokens?.accessToken === tokens.accessToken
  // Also with a token it has: whoever stored it may have died before the rest.
  const again = isShutOut(shop) ? await reinstall(shop, renewing) : null
  if (isKnown && !again) return null
  if (!isKnown) await store(shop.id, tokens, { tx, version: stored?.version ?? null })
  return goOn(shop, again)
}

async function revoke({ id }: Shop, version: number, tx: Repositories): Promise<FollowUp> {
  await tx.credentials.dropTokens({ shopId: id, version })
  await tx.shops.setStatus(id, 'reauth_required', REVOKED)
  return async ({ credentials, log }) => {
    credentials.forget(id)
    log.warn({ shop: id }, 'token.taken_back')
  }
}

/** An install that is under way brings itself to its end. */
function isShutOut({ status, statusReason }: Shop): boolean {
  return status === 'reauth_required' || (status === 'connecting' && statusReason !== null)
}

async function store(
  shopId: string,
  tokens: StoredTokens,
  { tx, version }: Pick<Renewing, 'tx'> & { version: number | null },
): Promise<void> {
  if (version === null) return tx.credentials.create({ shopId, tokens })
  if (await tx.credentials.store({ shopId, version, tokens })) return
  throw new RetryableError(`Somebody else wrote the tokens of shop ${shopId} at the same time: trying again.`)
}

/** A shop that works goes on with the new token; one that was shut out, or never got through, is set up again. */
function goOn({ id: shopId, status }: Shop, again: string | null): FollowUp {
  return async ({ credentials, enqueue, log }) => {
    credentials.forget(shopId)
    log.info({ shop: shopId, status }, 'token.given')
    if (again) await enqueue(installShop, { installationId: again })
    else if (status === 'active') await enqueue(describeShop, { shopId })
  }
}

async function reinstall({ id: shopId, platform, domain, accountId }: Shop, { tx, now }: Renewing): Promise<string> {
  const expiresAt = new Date(now.getTime() + AGAIN_MS)
  const id = await tx.installations.create({ platform, domain, accountId, expiresAt })
  await tx.installations.attachShop(id, shopId)
  return id
}
