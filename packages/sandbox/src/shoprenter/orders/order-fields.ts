import type { Address, Order } from '../../world/model.ts'
import { currencies } from '../places.ts'
import type { ExternalInfo } from '../records.ts'
import type { Fields, Shape } from '../writes/read-fields.ts'
import { invalid, missing } from '../writes/refusal.ts'

/** Fields that the world has a place for, by the API's names. */
const ofWorld = {
  firstname: 'firstName',
  lastname: 'lastName',
  email: 'email',
  phone: 'phone',
  comment: 'comment',
} as const
const ofAddress: Readonly<Record<string, keyof Address>> = {
  shippingFirstname: 'firstName',
  shippingLastname: 'lastName',
  shippingCompany: 'company',
  shippingAddress1: 'street',
  shippingCity: 'city',
  shippingPostcode: 'postcode',
}
const parts = [
  'Firstname',
  'Lastname',
  'Company',
  'Address1',
  'Address2',
  'City',
  'Postcode',
  'ZoneName',
  'CountryName',
]
const RATE_PLACES = 8

/** https://doc.shoprenter.hu/api/order.html; none is marked required. */
export const orderShape: Shape = {
  texts: [
    ...Object.keys(ofWorld),
    ...['shipping', 'payment'].flatMap((kind) => [...parts, 'AddressFormat'].map((part) => `${kind}${part}`)),
    ...['shippingMethodName', 'shippingMethodLocalizedName', 'shippingMethodTaxName', 'shippingMethodExtension'],
    ...['shippingReceivingPointId', 'paymentMethodName', 'paymentMethodCode', 'paymentMethodTaxName'],
    ...['paymentMethodAfter', 'taxNumber', 'ip', 'fax', 'pickPackPontShopCode', 'invoiceId', 'invoicePrefix'],
  ],
  numbers: ['value'],
  amounts: ['total', 'shippingMethodTaxRate', 'paymentMethodTaxRate', 'couponTaxRate', 'loyaltyPointsTaxRate'],
  refs: {
    ...{ customer: 'customer', customerGroup: 'group', orderStatus: 'status', language: 'language' },
    ...{ shippingCountry: 'country', paymentCountry: 'country', shippingZone: 'zone', paymentZone: 'zone' },
    ...{ currency: 'currency', shippingMode: 'shippingMode' },
  },
  nested: ['externalInfo'],
}

/** The part of a write that the world takes. */
export function worldChange({ values, refs }: Fields, address: Address): Partial<Order> {
  const known = Object.entries(ofWorld).flatMap(([name, field]) => (name in values ? [[field, values[name]]] : []))
  const moved = Object.entries(ofAddress).flatMap(([name, field]) => (name in values ? [[field, values[name]]] : []))
  const currency = currencies.find(({ number }) => number === refs.currency)?.code
  return {
    ...Object.fromEntries(known),
    ...(moved.length > 0 && { address: { ...address, ...Object.fromEntries(moved) } }),
    ...('customer' in refs && { customerId: refs.customer ?? null }),
    ...(currency && { currency }),
    ...('value' in values && { rate: Number(values.value).toFixed(RATE_PLACES) }),
  }
}

/** The part that only the platform knows. */
export function ownFields({ values, refs }: Fields) {
  const own = ([name]: [string, unknown]) =>
    !(name in ofWorld || name in ofAddress || ['total', 'value', 'customer', 'orderStatus', 'currency'].includes(name))
  return {
    fields: Object.fromEntries(Object.entries(values).filter(own)),
    refs: Object.fromEntries(Object.entries(refs).filter(own)),
  }
}

/** Both parts are required when it is sent. */
export function readExternalInfo({ nested }: Fields): ExternalInfo | null {
  const { externalInfo } = nested
  if (typeof externalInfo !== 'object' || externalInfo === null) throw invalid('externalInfo must be an object')
  const { partner_order_id: orderId, partner_prefix: prefix } = externalInfo as Record<string, unknown>
  if (typeof orderId !== 'string' || orderId === '') throw missing('externalInfo.partner_order_id')
  if (typeof prefix !== 'string' || prefix === '') throw missing('externalInfo.partner_prefix')
  return { partner_order_id: orderId, partner_prefix: prefix }
}
