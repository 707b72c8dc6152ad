import type { WebhookAddresses } from '@shopmirror/platforms'

const ADDRESS_PATH = /\/webhooks\/([^/]+)\/([^/]+)\/[^/]+$/

/**
 * Whether a webhook's address is one that we gave out: its shop key carries our MAC. So old addresses of ours are known
 * after a move to another host or a new installation of the shop, and another system's never are.
 */
export function isOurAddress(address: string, platform: string, addresses: WebhookAddresses): boolean {
  if (!URL.canParse(address)) return false

  const [, named, shopKey] = ADDRESS_PATH.exec(new URL(address).pathname) ?? []
  if (named !== platform || !shopKey) return false
  return addresses.verify(platform, decodeURIComponent(shopKey)) !== null
}
