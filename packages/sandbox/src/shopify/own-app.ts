import { writingScopes } from './scopes.ts'
import type { Shopify } from './shopify.ts'

export interface OwnApp {
  clientId: string
  /** Signs webhooks. */
  clientSecret: string
  /** Never ends; the app's older token works no more. */
  accessToken: string
}

/** Everything that a program may want. */
const SCOPES = [
  ...['read_products', 'read_inventory', 'read_locations', 'read_customers', 'read_publications'],
  ...['read_orders', 'read_all_orders', 'read_fulfillments', 'read_merchant_managed_fulfillment_orders'],
  ...writingScopes,
]

/** A custom app of one shop with its token, as a merchant makes one in the admin. */
export function createOwnApp({ clients, tokens }: Shopify, domain: string): OwnApp {
  const clientId = ownAppOf(domain)
  if (!clients.find(clientId)) {
    clients.register({ id: clientId, secrets: [], domain, scopes: SCOPES })
    clients.rotate(clientId)
  }
  const clientSecret = clients.find(clientId)?.secrets[0] ?? ''
  return { clientId, clientSecret, accessToken: tokens.issueEndless(domain, { client: clientId, scopes: SCOPES }) }
}

/** A subscription of that app, at any address: the API itself refuses those that are not https. */
export function addOwnWebhook(shopify: Shopify, domain: string, topic: string, address: string): void {
  if (!shopify.clients.find(ownAppOf(domain))) createOwnApp(shopify, domain)
  shopify.shop(domain).ofApp(ownAppOf(domain)).subscriptions.add(topic, address)
}

function ownAppOf(domain: string): string {
  return `own-app-of-${domain}`
}
