/** A shop's name is a DNS label; what it is called in public may change, this does not. */
const NAME = '[a-z0-9][a-z0-9-]{0,62}'
const DOMAIN = new RegExp(`^${NAME}\\.myshopify\\.com$`)
/** What people paste: the domain or an address below it, the name alone, the address bar of the admin. */
const WRITTEN = [
  new RegExp(`^(?:https://)?(${NAME})\\.myshopify\\.com(?:/.*)?$`),
  new RegExp(`^(?:https://)?admin\\.shopify\\.com/store/(${NAME})(?:/.*)?$`),
  new RegExp(`^(${NAME})$`),
]

/** `minta.myshopify.com`, for a shop's domain as people write it; `null` when it cannot be one. */
export function parseDomain(input: string): string | null {
  const text = input.trim().toLowerCase()
  const name = WRITTEN.map((form) => form.exec(text)?.[1]).find((found) => found !== undefined)
  return name === undefined ? null : `${name}.myshopify.com`
}

/** The strict rule, for what claims to come from Shopify: nothing around it, nothing to forgive but the case. */
export function domainOf(claimed: string): string | null {
  const domain = claimed.toLowerCase()
  return DOMAIN.test(domain) ? domain : null
}
