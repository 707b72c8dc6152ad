import type { PageVisit } from '../browser.ts'
import { createShopifyBrowser } from './browser.ts'

/** A merchant's browser in the shop's admin: one person, so cookies stay. */
export interface ShopifyMerchant {
  /** From the App Store: the app's address is opened, and the consent is given. */
  install(): Promise<PageVisit>
  /** The app, opened in the admin; it may ask for scopes, which are given. */
  open(): Promise<PageVisit>
  /** Any other address, such as one where the app begins the install. `declines` stops at the consent. */
  visit(url: string, options?: { declines?: boolean }): Promise<PageVisit>
  /** Revokes all tokens and notifies the app. */
  uninstall(): Promise<void>
}

export interface MerchantOptions {
  /** The shop's admin, without a slash at its end. */
  adminUrl: string
  clientId: string
  remove(): void
}

export function createMerchant({ adminUrl, clientId, remove }: MerchantOptions): ShopifyMerchant {
  const browser = createShopifyBrowser()
  const open = () => browser.visit(`${adminUrl}/admin/apps/${encodeURIComponent(clientId)}`)
  return { install: open, open, visit: browser.visit, uninstall: async () => remove() }
}
