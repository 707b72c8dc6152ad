import { createWalker, type Walk } from './browser.ts'
import { type SignedQuery, signedQuery } from './shoprenter/sign.ts'

/** A merchant's browser in the shop's admin: what it is told to open it opens, redirects and all. */
export interface Merchant {
  install(): Promise<Walk>
  open(): Promise<Walk>
  uninstall(method?: 'GET' | 'POST'): Promise<Walk>
  approveScopes(): Promise<Walk>
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
  const { walk } = createWalker()
  const signed = () => signedQuery({ shopname: domain, ...sign() })
  return {
    install() {
      const query = signed()
      query.set('app_url', appUrl)
      return walk(`${redirectUri}?${query}`)
    },
    open: () => walk(appUrl),
    uninstall: (method = 'GET') => walk({ method, url: `${uninstallUri}?${signed()}` }),
    approveScopes: () => walk(`${adminUrl}/admin/app/${clientId}/approveScopes`),
  }
}
