import { createHmac, timingSafeEqual } from 'node:crypto'
import { createPublicUrl } from '@shopmirror/config'
import { deriveKeys } from './derive-keys.ts'

const MAC_BYTES = 18
const PURPOSE = 'shopmirror webhook address'

export interface WebhookAddresses {
  /** `{publicUrl}/webhooks/{platform}/{shopKey}/{topic}`, with a MAC of the newest key. */
  addressFor(target: { platform: string; shopId: string; topic: string }): URL
  /** The id of the shop that a key belongs to; `null` when the key is not ours. Needs no database. */
  verify(platform: string, shopKey: string): string | null
  /**
   * The id of the shop that a webhook URL belongs to; `null` when the URL is not ours. The host is ignored, so that our URLs
   * are recognised after `PUBLIC_URL` has changed.
   */
  shopOf(platform: string, address: string): string | null
}

export interface WebhookAddressOptions {
  publicUrl: string
  /** `ENCRYPTION_KEYS`: a separate key is derived from each. The first one creates addresses, all verify them. */
  keys: string
}

/** Unguessable webhook URLs, for platforms that do not sign webhooks. Each contains a MAC of its shop's id. Throws when `keys` is empty. */
export function createWebhookAddresses({ publicUrl, keys }: WebhookAddressOptions): WebhookAddresses {
  const derived = deriveKeys(keys, PURPOSE)
  const [current] = derived
  if (!current) throw new Error('ENCRYPTION_KEYS is empty. Set it: webhook addresses are derived from it.')
  const { at } = createPublicUrl(publicUrl)
  const verify = (platform: string, shopKey: string) => {
    const dot = shopKey.lastIndexOf('.')
    const shopId = shopKey.slice(0, Math.max(dot, 0))
    const given = Buffer.from(shopKey.slice(dot + 1), 'base64url')
    // Only the canonical encoding is accepted: base64url has several spellings of the same bytes.
    if (shopId === '' || given.length !== MAC_BYTES || given.toString('base64url') !== shopKey.slice(dot + 1))
      return null
    return derived.some((key) => timingSafeEqual(mac(key, platform, shopId), given)) ? shopId : null
  }

  return {
    verify,
    shopOf(platform, address) {
      if (!URL.canParse(address)) return null
      const parts = new URL(address).pathname.split('/')
      // A topic may contain slashes, and PUBLIC_URL any path: the MAC shows which part is the key.
      for (const [index, part] of parts.entries()) {
        const [named, shopKey, topic] = parts.slice(index + 1)
        if (part !== 'webhooks' || named !== platform || !shopKey || !topic) continue
        const shopId = verify(platform, shopKey)
        if (shopId !== null) return shopId
      }
      return null
    },
    addressFor: ({ platform, shopId, topic }) =>
      new URL(at(`/webhooks/${platform}/${shopId}.${mac(current, platform, shopId).toString('base64url')}/${topic}`)),
  }
}

function mac(key: Buffer, platform: string, shopId: string): Buffer {
  return createHmac('sha256', key).update(`${platform}:${shopId}`).digest().subarray(0, MAC_BYTES)
}
