import type { Address, Customer } from '../world/model.ts'
import { type Formats, nothing, orNothing } from './formats.ts'
import { idOf } from './ids.ts'
import { countries, DEFAULT_GROUP, HUNGARY } from './places.ts'

export function countryResources({ href }: Formats): Record<string, unknown>[] {
  return countries.map(({ number, ...country }) => ({
    ...href.one('countries', idOf.country(number)),
    ...{ id: idOf.country(number), ...country, status: '1' },
    zones: href.to(`zones?countryId=${idOf.country(number)}`),
  }))
}

export function customerResource(customer: Customer, formats: Formats): Record<string, unknown> {
  const { href, time, ids } = formats
  const id = ids.of('customer', customer.id)
  const [preferred] = customer.addresses
  return {
    ...href.one('customerExtend', id),
    ...{
      id,
      innerId: String(customer.id),
      firstname: customer.firstName,
      lastname: customer.lastName,
      email: customer.email,
      telephone: customer.phone,
      fax: nothing(customer.id),
    },
    ...{
      password: '$2y$10$abcdefghijklmnopqrstuuWz0cV5mQ1n2l3k4j5h6g7f8d9s0a1b2',
      newsletter: customer.newsletter ? '1' : '0',
      status: '1',
      approved: '1',
      freeShipping: '0',
    },
    ...{ dateCreated: time.write(customer.createdAt), dateUpdated: time.write(customer.updatedAt) },
    defaultAddress: preferred ? href.one('addresses', ids.of('address', preferred.id)) : {},
    customerGroup: href.one('customerGroups', idOf.group(DEFAULT_GROUP)),
    addresses:
      customer.addresses.length === 0
        ? nothing(customer.id)
        : customer.addresses.map((address) => addressResource(address, customer.id, formats)),
    loyaltyPoints: href.to(`loyaltyPoints?customerId=${id}`),
  }
}

function addressResource(address: Address, customerId: number, { href, ids }: Formats): Record<string, unknown> {
  return {
    ...{
      id: ids.of('address', address.id),
      innerId: String(address.id),
      company: orNothing(address.company, address.id),
      firstname: address.firstName,
      lastname: address.lastName,
      taxNumber: '',
    },
    ...{
      type: address.company === '' ? 'private' : 'business',
      address1: address.street,
      address2: '',
      postcode: address.postcode,
      city: address.city,
      telephone: nothing(address.id),
    },
    ...{
      customer: href.one('customers', ids.of('customer', customerId)),
      country: href.one('countries', idOf.country(HUNGARY)),
      zone: nothing(address.id + 1),
    },
  }
}
