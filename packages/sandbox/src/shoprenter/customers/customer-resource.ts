import type { Address, Customer } from '../../world/model.ts'
import { type Formats, nothing, orNothing } from '../formats.ts'
import { idOf } from '../ids.ts'
import { defaultAddressOf, recordOfAddress, recordOfCustomer } from './customer-record.ts'

/** https://doc.shoprenter.hu/api/customer_extend.html */
export function customerResource(customer: Customer, formats: Formats): Record<string, unknown> {
  const { href, time, ids, records } = formats
  const id = ids.of('customer', customer.id)
  const preferred = defaultAddressOf(customer, records)
  const { fields, group } = recordOfCustomer(customer, records)
  return {
    ...href.one('customerExtend', id),
    ...{ id, innerId: String(customer.id), ...fields, fax: orNothing(fields.fax ?? '', customer.id) },
    ...{ firstname: customer.firstName, lastname: customer.lastName, email: customer.email },
    ...{ telephone: customer.phone, newsletter: customer.newsletter ? '1' : '0' },
    ...{ dateCreated: time.write(customer.createdAt), dateUpdated: time.write(customer.updatedAt) },
    defaultAddress: preferred ? href.one('addresses', ids.of('address', preferred.id)) : {},
    customerGroup: group === null ? nothing(customer.id) : href.one('customerGroups', idOf.group(group)),
    addresses:
      customer.addresses.length === 0
        ? nothing(customer.id)
        : customer.addresses.map((address) => addressResource(address, customer.id, formats)),
    loyaltyPoints: href.to(`loyaltyPoints?customerId=${id}`),
  }
}

/** https://doc.shoprenter.hu/api/address.html */
export function addressResource(address: Address, customerId: number, formats: Formats): Record<string, unknown> {
  const { href, ids, records } = formats
  const id = ids.of('address', address.id)
  const { fields, country } = recordOfAddress(address, records)
  return {
    ...href.one('addresses', id),
    ...{ id, innerId: String(address.id), ...fields, telephone: orNothing(fields.telephone ?? '', address.id) },
    ...{ company: orNothing(address.company, address.id), firstname: address.firstName, lastname: address.lastName },
    ...{ address1: address.street, postcode: address.postcode, city: address.city },
    customer: href.one('customers', ids.of('customer', customerId)),
    country: country === null ? nothing(address.id) : href.one('countries', idOf.country(country)),
    zone: nothing(address.id + 1),
  }
}
