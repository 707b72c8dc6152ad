import type { WorldShop } from '../../world/shop.ts'
import type { Formats } from '../formats.ts'

const PER_CUSTOMER = 10

export function findAddress(number: number, { shop, formats }: { shop: WorldShop; formats: Formats }) {
  const customerId = formats.records.customerOfAddress.get(number) ?? Math.floor(number / PER_CUSTOMER)
  const address = shop.customers.get(customerId)?.addresses.find(({ id }) => id === number)
  return address ? { address, customerId } : null
}
