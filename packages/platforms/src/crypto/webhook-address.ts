import { createHmac, timingSafeEqual } from 'node:crypto'
import { createPublicUrl } from '@shopmirror/config'
import { deriveKeys } from './derive-keys.ts'

const MAC_BYTES = 18
const PURPOSE = 'shopmirror webhook address'

export interface WebhookAddresses {
  /** `{publicUrl}/webhooks/{platform}/{shopKey}/{topic}`, under the newest key. */
  addressFor(target: { platform: string; shopId: string; topic: string }): URL
  /** The shop a key from an address belongs to, `null` when we never made it. Needs no database. */
  verify(platform: string, shopKey: string): string | null
  /**
   * The shop a whole address belongs to, `null` when we never made it. The host does not matter: addresses of ours are
   * recognised after `PUBLIC_URL` has changed, and another system's never are.
   */
  shopOf(platform: string, address: string): string | null
}

export interface WebhookAddressOptions {
  publicUrl: string
  /** `ENCRYPTION_KEYS`: a key of its own purpose is derived from each; the first makes addresses, all check them. */
  keys: string
}

/** Addresses nobody can guess, for platforms that do not sign: each carries a MAC of its shop. */
export function createWebhookAddresses({ publicUrl, keys }: WebhookAddressOptions): WebhookAddresses {
  const derived = deriveKeys(keys, PURPOSE)
  const [current] = derived
  if (!current) throw new Error('ENCRYPTION_KEYS is empty. Set it: webhook addresses are derived from it.')
  const { at } = createPublicUrl(publicUrl)
  const verify = (platform: string, shopKey: string) => {
    const dot = shopKey.lastIndexOf('.')
    const shopId = shopKey.slice(0, Math.max(dot, 0))
    const given = Buffer.from(shopKey.slice(dot + 1), 'base64url')
    // One way to write it only: what decodes alike is not alike.
    if (shopId === '' || given.length !== MAC_BYTES || given.toString('base64url') !== shopKey.slice(dot + 1))
      return null
    return derived.some((key) => timingSafeEqual(mac(key, platform, shopId), given)) ? shopId : null
  }

  return {
    verify,
    shopOf(platform, address) {
      if (!URL.canParse(address)) return null
      const parts = new URL(address).pathname.split('/')
      // A topic may have slashes, and PUBLIC_URL a path of any kind: the MAC tells which part is the key.
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
