import type { OwnApp, Platform } from '@shopmirror/platforms'

/** How long a secret is cached, ms. A replaced secret is accepted no longer than this. */
const CACHE_MS = 60_000
/** Shops whose secret is cached. */
const SHOPS_MAX = 10_000

/** The secret that signs the webhooks of a shop's own app; `null` if it has none. Rejects while Postgres is down. */
export type OwnSecrets = (platform: Platform, shopId: string) => Promise<string | null>

/** `read`: credentials of a shop; `null` when it has none. May reject. */
export interface OwnSecretsDeps {
  read(shopId: string): Promise<{ ownApp: OwnApp | null } | null>
  now(): Date
}

interface CachedSecret {
  secret: Promise<string | null>
  until: number
}

/** One query per shop and minute, however many webhooks arrive: most that need it are unsigned. */
export function createOwnSecrets({ read, now }: OwnSecretsDeps): OwnSecrets {
  const cache = new Map<string, CachedSecret>()

  const load: OwnSecrets = ({ ownApp: format }, shopId) => {
    const secret = read(shopId).then((stored) => (stored?.ownApp && format?.webhookSecretOf(stored.ownApp)) ?? null)
    cache.delete(shopId)
    cache.set(shopId, { secret, until: now().getTime() + CACHE_MS })
    secret.catch(() => cache.delete(shopId))
    const [oldest] = cache.keys()
    if (cache.size > SHOPS_MAX && oldest !== undefined) cache.delete(oldest)
    return secret
  }

  return (platform, shopId) => {
    const known = cache.get(shopId)
    return known && known.until > now().getTime() ? known.secret : load(platform, shopId)
  }
}
