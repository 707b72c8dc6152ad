import type { Address, Customer } from '../../world/model.ts'
import { gid, timeOf } from './gid.ts'
import { listParts } from './list.ts'

type Arguments = Record<string, unknown>

export function customerNode(customer: Customer): Record<string, unknown> {
  const { id, firstName, lastName, email, phone, newsletter, createdAt, updatedAt } = customer
  const addresses = customer.addresses.map(addressNode)
  return {
    ...{ __typename: 'Customer', id: gid('Customer', id), firstName, lastName },
    ...{ displayName: `${firstName} ${lastName}`, state: 'ENABLED', note: null, tags: [], locale: 'hu' },
    ...{ taxExempt: false, verifiedEmail: true, numberOfOrders: '0' },
    ...{ createdAt: timeOf(createdAt), updatedAt: timeOf(updatedAt) },
    defaultEmailAddress: email
      ? { emailAddress: email, marketingState: newsletter ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED' }
      : null,
    defaultPhoneNumber: phone ? { phoneNumber: phone } : null,
    defaultAddress: addresses[0] ?? null,
    addressesV2: (args: Arguments) => listParts(addresses, args),
  }
}

export function addressNode({ id, firstName, lastName, company, street, city, postcode }: Address) {
  return {
    ...{ __typename: 'MailingAddress', id: `gid://shopify/MailingAddress/${id}?model_name=CustomerAddress` },
    ...{ firstName, lastName, company: company || null, address1: street, address2: null, city },
    ...{ province: null, zip: postcode, country: 'Hungary', countryCodeV2: 'HU', phone: null },
  }
}
