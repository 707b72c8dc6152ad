import type { WorldShop } from '../../world/shop.ts'
import { ids } from '../world-ids.ts'
import { addressBody } from './order-body.ts'
import { exact, localTime } from './write.ts'

type Body = Record<string, unknown>

export function customerBody(id: number, { customers }: WorldShop): Body | null {
  const customer = customers.get(id)
  if (!customer) return null
  const number = exact(ids.customer(id))
  const addresses = customer.addresses.map((address, place) => ({
    ...{ id: address.id, customer_id: number, default: place === 0, ...addressBody(address) },
    name: `${address.firstName} ${address.lastName}`,
  }))
  return {
    ...{ id: number, email: customer.email, phone: customer.phone || null, state: 'enabled', note: null },
    ...{ first_name: customer.firstName, last_name: customer.lastName, currency: 'HUF' },
    ...{ tax_exempt: false, tax_exemptions: [], multipass_identifier: null },
    ...{ created_at: localTime(customer.createdAt), updated_at: localTime(customer.updatedAt) },
    ...{ verified_email: true, addresses, default_address: addresses[0] ?? null },
    admin_graphql_api_id: gidOf(id),
  }
}

/** Also of a customer that is gone. */
export function customerGoneBody(id: number): Body {
  return { id: exact(ids.customer(id)), tax_exemptions: [], admin_graphql_api_id: gidOf(id) }
}

function gidOf(id: number): string {
  return `gid://shopify/Customer/${ids.customer(id)}`
}
