import type { PageRequest } from '../../contract/reads.ts'
import type { ClientContext } from '../api/client-context.ts'
import { factsOf } from './profile.ts'

const ORDER_HISTORY =
  'Shopify hands out the orders of the last 60 days only, because the app has not the scope read_all_orders. ' +
  'Ask Shopify for it if older ones are needed; what is mirrored already stays.'

/** A copy that looks whole and is not has to be said. */
export function tellHistory({ resource, window }: PageRequest, { profile, access }: ClientContext): void {
  const facts = factsOf(profile)
  if (resource !== 'orders' || window !== null || !facts || facts.scopes.includes('read_all_orders')) return
  access.alert?.('order_history', ORDER_HISTORY)
}
