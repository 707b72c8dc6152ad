import { readPastedAddress } from '../../install/pasted-address.ts'

/** A shop's name is a DNS label. Unlike its public domains, it does not change. */
const NAME = '[a-z0-9][a-z0-9-]{0,62}'
const DOMAIN = new RegExp(`^${NAME}\\.myshopify\\.com$`)
const ADMIN = 'admin.shopify.com'

/** `minta.myshopify.com`, from a name, a domain or the URL of the admin; `null` when it cannot be a shop. */
export function parseDomain(input: string): string | null {
  const pasted = readPastedAddress(input)
  if (!pasted) return null
  const { host, isWord, path } = pasted
  if (isWord) return domainOf(`${host}.myshopify.com`)
  if (host === ADMIN && path[0] === 'store') return domainOf(`${path[1] ?? ''}.myshopify.com`)
  return domainOf(host)
}

/** The strict rule, for domains in requests from Shopify: only a full myshopify.com domain, in any case. */
export function domainOf(claimed: string): string | null {
  const domain = claimed.toLowerCase()
  return DOMAIN.test(domain) ? domain : null
}
