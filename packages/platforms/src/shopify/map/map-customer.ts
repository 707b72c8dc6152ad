import type { MirrorRow } from '../../contract/mirror-rows.ts'
import { numberOf } from '../api/gid.ts'
import type { CustomerPartsFragment } from '../api/graphql/documents.ts'
import { addressOf, isoOf, rawOf, timeOf } from './scalars.ts'

export function mapCustomer(customer: CustomerPartsFragment): MirrorRow {
  const { defaultEmailAddress: email, defaultPhoneNumber: phone } = customer
  return {
    externalId: numberOf(customer.id),
    sourceUpdatedAt: timeOf(customer.updatedAt),
    fields: {
      source_created_at: isoOf(customer.createdAt),
      email: email?.emailAddress ?? null,
      first_name: customer.firstName,
      last_name: customer.lastName,
      phone: phone?.phoneNumber ?? null,
      status: customer.state,
      accepts_marketing: email ? email.marketingState === 'SUBSCRIBED' : null,
      default_address: addressOf(customer.defaultAddress),
      addresses: customer.addressesV2.nodes.map(addressOf),
    },
    raw: rawOf(customer),
  }
}
