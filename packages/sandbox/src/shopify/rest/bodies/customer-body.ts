import type { Customer } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import type { Consent } from '../../../world/written.ts'
import { emailConsentOf } from '../../nodes/consent.ts'
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
    ...{ id: exact(ids.customer(id)), email: customer.email || null, phone: customer.phone || null, state: 'enabled' },
    ...{ first_name: customer.firstName || null, last_name: customer.lastName || null, currency: 'HUF' },
    ...{ note: customer.written?.note ?? null, tax_exempt: customer.written?.taxExempt ?? false, tax_exemptions: [] },
    multipass_identifier: customer.written?.multipassIdentifier ?? null,
    ...{ created_at: localTime(customer.createdAt), updated_at: localTime(customer.updatedAt) },
    ...{ verified_email: true, addresses, default_address: addresses[0] ?? null },
    admin_graphql_api_id: gidOf(id),
  }
}

/** With the fields that only REST has: tags, consent and order counts. */
export function restCustomerBody(customer: Customer, world: WorldShop): Body {
  const orders = placedOrdersOf(world).ofCustomer(customer.id)
  const last = orders.at(-1)
  return {
    ...customerBody(customer.id, world),
    ...{
      tags: (customer.written?.tags ?? []).join(', '),
      email_marketing_consent: emailConsentBody(customer),
      orders_count: orders.length,
    },
    ...{ last_order_id: last ? exact(ids.order(last.id)) : null, last_order_name: last ? `#${last.id}` : null },
  }
}

function consentBody({ state, level, at }: Consent): Body {
  const opt = level?.toLowerCase() ?? null
  return { state: state.toLowerCase(), opt_in_level: opt, consent_updated_at: at === null ? null : localTime(at) }
}

function emailConsentBody(customer: Customer): Body {
  return consentBody(emailConsentOf(customer))
}

/** `customers_email_marketing_consent/update` */
export function emailConsentChangeBody(id: number, { customers }: WorldShop): Body | null {
  const customer = customers.get(id)
  if (!customer) return null
  const { email } = customer
  return {
    customer_id: exact(ids.customer(id)),
    email_address: email,
    email_marketing_consent: emailConsentBody(customer),
  }
}

/** `customers_marketing_consent/update`, of text messages. */
export function smsConsentChangeBody(id: number, { customers }: WorldShop): Body | null {
  const customer = customers.get(id)
  const consent = customer?.written?.smsConsent
  if (!customer || !consent) return null
  return {
    ...{ id: exact(ids.customer(id)), phone: customer.phone },
    sms_marketing_consent: { ...consentBody(consent), consent_collected_from: 'other' },
  }
}

/** `customer.tags_added` and `customer.tags_removed`; the caller sets `tags`. */
export function customerTagsBody(id: number, { now }: WorldShop): Body {
  return { customerId: gidOf(id), tags: [], occurredAt: localTime(now()) }
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
