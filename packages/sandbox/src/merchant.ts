import { createBrowser, type PageVisit } from './browser.ts'
import { type SignedQuery, signedQuery } from './shoprenter/sign.ts'

/** A merchant's browser in the shop's admin: what it is told to open it opens, redirects and all. */
export interface Merchant {
  install(): Promise<PageVisit>
  open(): Promise<PageVisit>
  uninstall(method?: 'GET' | 'POST'): Promise<PageVisit>
  approveScopes(): Promise<PageVisit>
}

export interface MerchantOptions {
  domain: string
  /** The shop's admin, without a slash at its end. */
  adminUrl: string
  appId: string
  clientId: string
  redirectUri: string
  uninstallUri: string
  sign(): Omit<SignedQuery, 'secret' | 'shopname'> & { secret: string }
}

export function createMerchant({
  domain,
  adminUrl,
  appId,
  clientId,
  redirectUri,
  uninstallUri,
  sign,
}: MerchantOptions): Merchant {
  const appUrl = `${adminUrl}/admin/app/${appId}`
  const { visit } = createBrowser()
  const signed = () => signedQuery({ shopname: domain, ...sign() })
  return {
    install() {
      const query = signed()
      query.set('app_url', appUrl)
      return visit(`${redirectUri}?${query}`)
    },
    open: () => visit(appUrl),
    uninstall: (method = 'GET') => visit({ method, url: `${uninstallUri}?${signed()}` }),
    approveScopes: () => visit(`${adminUrl}/admin/app/${clientId}/approveScopes`),
  }
}
