import { request } from 'undici'
import { type SignedQuery, signedQuery } from './shoprenter/sign.ts'

export interface Hop {
  method: string
  url: string
  status: number
  location: string | null
}

export interface Walk {
  hops: Hop[]
  /** Where the browser ended, and what it shows. */
  url: string
  status: number
  body: string
}

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

const HOPS_MAX = 10

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
  const signed = () => signedQuery({ shopname: domain, ...sign() })
  return {
    install() {
      const query = signed()
      query.set('app_url', appUrl)
      return walk('GET', `${redirectUri}?${query}`)
    },
    open: () => walk('GET', appUrl),
    uninstall: (method = 'GET') => walk(method, `${uninstallUri}?${signed()}`),
    approveScopes: () => walk('GET', `${adminUrl}/admin/app/${clientId}/approveScopes`),
  }
}

async function walk(method: string, begin: string): Promise<Walk> {
  const hops: Hop[] = []
  let url = begin
  for (let verb = method; hops.length < HOPS_MAX; verb = 'GET') {
    const answer = await request(url, {
      method: verb as 'GET',
      headers: { accept: 'text/html,application/xhtml+xml', 'accept-language': 'hu,en;q=0.5' },
    })
    const body = await answer.body.text()
    const location = typeof answer.headers.location === 'string' ? answer.headers.location : null
    hops.push({ method: verb, url, status: answer.statusCode, location })
    if (answer.statusCode < 300 || answer.statusCode >= 400 || !location)
      return { hops, url, status: answer.statusCode, body }
    url = new URL(location, url).href
  }
  throw new Error(`The browser gave up after ${HOPS_MAX} redirects: ${url}`)
}
