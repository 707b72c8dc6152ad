import type { Customer } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import { placedOrdersOf } from '../../nodes/placed-orders.ts'
import { ids } from '../../world-ids.ts'
import { exact, localTime } from '../json.ts'
import { addressBody } from './address-body.ts'
import type { Body } from './body.ts'

/** As webhooks carry it; `null` for a deleted customer. */
export function customerBody(id: number, { customers }: WorldShop): Body | null {
  const customer = customers.get(id)
  if (!customer) return null
  const addresses = addressBodies(customer)
  return {
    ...{ id: exact(ids.customer(id)), email: customer.email, phone: customer.phone || null, state: 'enabled' },
    ...{ first_name: customer.firstName, last_name: customer.lastName, currency: 'HUF', note: null },
    ...{ tax_exempt: false, tax_exemptions: [], multipass_identifier: null },
    ...{ created_at: localTime(customer.createdAt), updated_at: localTime(customer.updatedAt) },
    ...{ verified_email: true, addresses, default_address: addresses[0] ?? null },
    admin_graphql_api_id: gidOf(id),
  }
}

/** With the fields that only REST has: tags, consent and order counts. */
export function restCustomerBody(customer: Customer, world: WorldShop): Body {
  const consent = customer.newsletter
    ? { state: 'subscribed', opt_in_level: 'single_opt_in', consent_updated_at: localTime(customer.createdAt) }
    : { state: 'not_subscribed', opt_in_level: null, consent_updated_at: null }
  const orders = placedOrdersOf(world).ofCustomer(customer.id)
  const last = orders.at(-1)
  return {
    ...customerBody(customer.id, world),
    ...{ tags: '', email_marketing_consent: consent, orders_count: orders.length },
    ...{ last_order_id: last ? exact(ids.order(last.id)) : null, last_order_name: last ? `#${last.id}` : null },
  }
}

export function addressBodies({ id: customerId, addresses }: Customer): Body[] {
  return addresses.map((address, place) => ({
    ...{ id: exact(String(address.id)), customer_id: exact(ids.customer(customerId)), default: place === 0 },
    ...addressBody(address),
  }))
}

/** Also for a deleted customer. */
export function deletedCustomerBody(id: number): Body {
  return { id: exact(ids.customer(id)), tax_exemptions: [], admin_graphql_api_id: gidOf(id) }
}

function gidOf(id: number): string {
  return `gid://shopify/Customer/${ids.customer(id)}`
}
