import type { Customer } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'

/** A customer by what no two of them share. */
export function findCustomer(
  { customers }: WorldShop,
  { email, phone }: { email?: string | null | undefined; phone?: string | null | undefined },
): Customer | null {
  for (const id of customers.ids()) {
    const customer = customers.get(id)
    if (customer && email && customer.email.toLowerCase() === email.toLowerCase()) return customer
    if (customer && phone && customer.phone === phone) return customer
  }
  return null
}
