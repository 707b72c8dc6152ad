import { readPastedAddress } from '../../install/pasted-address.ts'

/** A shop's name is a DNS label; what it is called in public may change, this does not. */
const NAME = '[a-z0-9][a-z0-9-]{0,62}'
const DOMAIN = new RegExp(`^${NAME}\\.myshopify\\.com$`)
const ADMIN = 'admin.shopify.com'

/** `minta.myshopify.com`, for the name, the domain or the address of the admin as people paste it; `null` when it cannot be one. */
export function parseDomain(input: string): string | null {
  const pasted = readPastedAddress(input)
  if (!pasted) return null
  const { host, isWord, path } = pasted
  if (isWord) return domainOf(`${host}.myshopify.com`)
  if (host === ADMIN && path[0] === 'store') return domainOf(`${path[1] ?? ''}.myshopify.com`)
  return domainOf(host)
}

/** The strict rule, for what claims to come from Shopify: nothing around it, nothing to forgive but the case. */
export function domainOf(claimed: string): string | null {
  const domain = claimed.toLowerCase()
  return DOMAIN.test(domain) ? domain : null
}
