import type { WorldShop } from '../../world/shop.ts'
import { findAddress } from '../customers/find-address.ts'
import type { Formats } from '../formats.ts'
import type { Kind } from '../ids.ts'
import { orderStatuses } from '../order-statuses.ts'
import { countries, currencies, groups, languages, shippingModes, taxClasses } from '../places.ts'
import { invalid, Refusal } from './refusal.ts'

const fixed: Partial<Record<Kind, readonly { number: number }[]>> = {
  country: countries,
  currency: currencies,
  group: groups,
  language: languages,
  shippingMode: shippingModes,
  taxClass: taxClasses,
  status: orderStatuses.map(({ id }) => ({ number: id })),
}

export interface Lookup {
  shop: WorldShop
  formats: Formats
}

/** `{"id": …}` of an object that exists; empty, in any of the platform's ways, is `null`. */
export function readReference(value: unknown, { name, kind }: { name: string; kind: Kind }, lookup: Lookup) {
  if (isEmpty(value)) return null
  const id = (value as Record<string, unknown>).id
  if (typeof id !== 'string') throw invalid(`${name} has to be an object with an id`)
  const number = lookup.formats.ids.find(kind, id)
  if (number === null || !exists(kind, number, lookup)) throw new Refusal(400, 40_006, `${name}: wrong identity`)
  return number
}

function exists(kind: Kind, number: number, lookup: Lookup): boolean {
  const { orders, products, customers, categories } = lookup.shop
  switch (kind) {
    case 'order':
      return orders.get(number) !== null
    case 'product':
      return products.get(number) !== null
    case 'customer':
      return customers.get(number) !== null
    case 'category':
      return categories.get(number) !== null
    case 'address':
      return findAddress(number, lookup) !== null
    default:
      return fixed[kind]?.some((each) => each.number === number) ?? false
  }
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === '') return true
  return typeof value === 'object' && Object.keys(value as object).length === 0
}
