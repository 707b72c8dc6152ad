import { type Read, rows } from '../read.ts'
import { collection, objectFilter } from '../read-collection.ts'
import { addressResource, customerResource } from './customer-resource.ts'
import { findAddress } from './find-address.ts'

const of = ({ customers }: Read['shop']) => customers

export const readCustomers = collection({
  kind: 'customer',
  of,
  toResource: customerResource,
  plain: { related: { addresses: 'customerId' } },
  filters: { email: objectFilter(of, ({ email }, value) => email === value) },
  createdAt: ({ createdAt }) => createdAt,
  withoutPageCount: true,
})

export const readAddresses = rows({
  kind: 'address',
  list: (read) => {
    const innerId = read.query.get('innerId')
    const numbers = customersIn(read).flatMap(({ addresses }) => addresses.map(({ id }) => id))
    return innerId === null ? numbers : numbers.filter((number) => number === Number(innerId))
  },
  one(number, read) {
    const found = findAddress(number, read)
    return found && addressResource(found.address, found.customerId, read.formats)
  },
})

/** The customer that `customerId` names, or all. */
function customersIn({ shop, formats, query }: Read) {
  const id = query.get('customerId')
  const number = id === null ? null : formats.ids.find('customer', id)
  const numbers = id === null ? shop.customers.ids() : number === null ? [] : [number]
  return numbers.flatMap((each) => shop.customers.get(each) ?? [])
}
