import type { Address, Order } from '../../world/model.ts'
import { ownerOf, partId } from '../world-ids.ts'
import type { Gid } from './gid.ts'
import { constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { placedOrdersOf } from './placed-orders.ts'
import { addressNode, type OwnedAddress } from './refs.ts'

/** An address in a customer's book. */
export function customerAddress(address: Address) {
  return addressNode({ id: `gid://shopify/MailingAddress/${address.id}?model_name=CustomerAddress`, address })
}

/** Where an order is sent to. */
export function orderAddress({ id, address }: Order) {
  return addressOfOrder(id, address)
}

/** Whom an order is billed to: the same unless something else was written. */
export function billingAddress({ id, address, written }: Order) {
  const { billingAddress: own } = written ?? {}
  return own === undefined ? addressOfOrder(id, address) : own && addressOfOrder(partId(id, BILLING), own)
}

/** `null` for an order that was written without one. */
function addressOfOrder(number: number, address: Address) {
  if (isEmpty(address)) return null
  return addressNode({ id: `gid://shopify/MailingAddress/${number}?model_name=OrderAddress`, address })
}

/** Far from the order's own number. */
const BILLING = 999

export function isEmpty({ firstName, lastName, company, street, city, postcode }: Address): boolean {
  return [firstName, lastName, company, street, city, postcode].every((text) => text === '')
}

export function addressSubject({ world }: NodeDeps): Subject {
  const find = ({ number, params }: Gid) => {
    const id = Number(number)
    if (params.get('model_name') === 'OrderAddress') {
      const placed = placedOrdersOf(world)
      const order = placed.find(id)
      return order ? orderAddress(order) : mapped(placed.find(ownerOf(id)), billingAddress)
    }
    const address = world.customers.get(ownerOf(id))?.addresses.find((each) => each.id === id)
    return address ? customerAddress(address) : null
  }
  return { find: { MailingAddress: find }, resolvers: { MailingAddress: fieldsOf<OwnedAddress>(fields) } }
}

const countries = new Intl.DisplayNames('en', { type: 'region' })
/** By code: Intl takes microseconds. */
const knownCountries = new Map<string, string>()

export function countryOf({ countryCode = 'HU' }: Address): string {
  const country = knownCountries.get(countryCode) ?? countries.of(countryCode) ?? countryCode
  knownCountries.set(countryCode, country)
  return country
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
  formatted: ({ address }: OwnedAddress) => [address.street, `${address.postcode} ${address.city}`, countryOf(address)],
  formattedArea: ({ address }: OwnedAddress) => `${address.city}, ${countryOf(address)}`,
  address2: ({ address }: OwnedAddress) => address.address2 || null,
  province: ({ address }: OwnedAddress) => address.provinceCode || null,
  provinceCode: ({ address }: OwnedAddress) => address.provinceCode || null,
  phone: ({ address }: OwnedAddress) => address.phone || null,
  country: ({ address }: OwnedAddress) => countryOf(address),
  countryCode: ({ address }: OwnedAddress) => address.countryCode ?? 'HU',
  countryCodeV2: ({ address }: OwnedAddress) => address.countryCode ?? 'HU',
  ...constants({
    timeZone: 'Europe/Budapest',
    ...{ latitude: null, longitude: null, coordinatesValidated: false, validationResultSummary: null },
  }),
}
