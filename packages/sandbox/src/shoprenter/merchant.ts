import { createBrowser, type PageVisit } from '../browser.ts'

/** The merchant's browser in the shop's admin. */
export interface ShoprenterMerchant {
  install(): Promise<PageVisit>
  /** Opens the app's page in the admin. */
  open(): Promise<PageVisit>
  uninstall(method?: 'GET' | 'POST'): Promise<PageVisit>
  approveScopes(): Promise<PageVisit>
}

export interface MerchantOptions {
  /** The shop's admin, without a slash at its end. */
  adminUrl: string
  appId: string
  clientId: string
  uninstallUri: string
  /** Where the merchant is sent after the install. */
  installUrl(): string
  /** The signed parameters that the platform appends. */
  sign(): URLSearchParams
}

export function createMerchant(options: MerchantOptions): ShoprenterMerchant {
  const { adminUrl, appId, clientId, installUrl, uninstallUri, sign } = options
  const appUrl = `${adminUrl}/admin/app/${appId}`
  const { visit } = createBrowser()
  return {
    install: () => visit(installUrl()),
    open: () => visit(appUrl),
    uninstall: (method = 'GET') => visit({ method, url: `${uninstallUri}?${sign()}` }),
    approveScopes: () => visit(`${adminUrl}/admin/app/${clientId}/approveScopes`),
  }
}
