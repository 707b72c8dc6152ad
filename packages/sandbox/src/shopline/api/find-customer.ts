import type { Customer } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'

export function customerByEmail({ customers }: WorldShop, email: string): Customer | undefined {
  return findCustomer(customers, (customer) => customer.email.toLowerCase() === email.toLowerCase())
}

export function findCustomer(
  customers: WorldShop['customers'],
  isWanted: (customer: Customer) => boolean,
): Customer | undefined {
  for (const id of customers.ids()) {
    const customer = customers.get(id)
    if (customer && isWanted(customer)) return customer
  }
  return undefined
}
