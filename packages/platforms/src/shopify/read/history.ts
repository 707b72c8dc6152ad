import type { PageRequest } from '../../contract/reads.ts'
import type { ClientContext } from '../api/client-context.ts'
import { factsOf } from './profile.ts'

const ORDER_HISTORY =
  'Only orders of the last 60 days can be read, because the app does not have the scope read_all_orders. ' +
  'Request it from Shopify if you need older orders. Orders that are mirrored already are kept.'

/** Raises an alert when only recent orders can be read, because the mirror would look complete without being so. */
export function alertLimitedHistory({ resource, window }: PageRequest, { profile, access }: ClientContext): void {
  const facts = factsOf(profile)
  if (resource !== 'orders' || window !== null || !facts || facts.scopes.includes('read_all_orders')) return
  access.alert?.('order_history', ORDER_HISTORY)
}
