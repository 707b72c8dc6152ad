import type { Address, Order } from '../../world/model.ts'
import type { Gid } from './gid.ts'
import { constants, fieldsOf, type NodeDeps, type Subject } from './node.ts'
import { placedOrdersOf } from './placed-orders.ts'
import { addressNode, type OwnedAddress } from './refs.ts'

/** An address in a customer's book. */
export function customerAddress(address: Address) {
  return addressNode({ id: `gid://shopify/MailingAddress/${address.id}?model_name=CustomerAddress`, address })
}

/** The address that an order was placed with. */
export function orderAddress({ id, address }: Order) {
  return addressNode({ id: `gid://shopify/MailingAddress/${id}?model_name=OrderAddress`, address })
}

export function addressSubject({ world }: NodeDeps): Subject {
  const find = ({ number, params }: Gid) => {
    const id = Number(number)
    if (params.get('model_name') === 'OrderAddress') {
      const order = placedOrdersOf(world).find(id)
      return order && orderAddress(order)
    }
    const address = world.customers.get(Math.floor(id / 10))?.addresses.find((each) => each.id === id)
    return address ? customerAddress(address) : null
  }
  return { find: { MailingAddress: find }, resolvers: { MailingAddress: fieldsOf<OwnedAddress>(fields) } }
}

const fields = {
  id: ({ id }: OwnedAddress) => id,
  firstName: ({ address }: OwnedAddress) => address.firstName,
  lastName: ({ address }: OwnedAddress) => address.lastName,
  name: ({ address }: OwnedAddress) => `${address.firstName} ${address.lastName}`,
  company: ({ address }: OwnedAddress) => address.company || null,
  address1: ({ address }: OwnedAddress) => address.street,
  city: ({ address }: OwnedAddress) => address.city,
  zip: ({ address }: OwnedAddress) => address.postcode,
  formatted: ({ address }: OwnedAddress) => [address.street, `${address.postcode} ${address.city}`, 'Hungary'],
  formattedArea: ({ address }: OwnedAddress) => `${address.city}, Hungary`,
  ...constants({
    ...{ address2: null, province: null, provinceCode: null, phone: null, timeZone: 'Europe/Budapest' },
    ...{ country: 'Hungary', countryCode: 'HU', countryCodeV2: 'HU' },
    ...{ latitude: null, longitude: null, coordinatesValidated: false, validationResultSummary: null },
  }),
}
