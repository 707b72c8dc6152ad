import type { Address } from '../../../world/address.ts'
import type { Customer } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import { findCustomer } from '../../nodes/find-customer.ts'
import { partId } from '../../world-ids.ts'
import { newAddressId } from '../customers/address-book.ts'
import { isSameAddress, readAddress } from '../input/read-address.ts'
import { readId } from '../input/read-id.ts'
import { readTags } from '../input/read-tags.ts'
import { problem, type UserError } from '../user-error.ts'
import type { OrderInput, UpsertInput } from './order-input.ts'

export function customerProblems({ customer, customerId }: OrderInput, world: WorldShop): UserError[] {
  if (customer && customerId != null)
    return [
      problem(
        ['order', 'customerId'],
        'Only one of customer and customerId can be provided.',
        'REDUNDANT_CUSTOMER_FIELDS',
      ),
    ]
  const missing = (...path: string[]) => [problem(['order', ...path], 'Customer does not exist', 'INVALID')]
  if (customerId != null && !byId(customerId, world)) return missing('customerId')
  const { toAssociate, toUpsert } = customer ?? {}
  if (toAssociate && !associated(toAssociate, world)) return missing('customer', 'toAssociate')
  return toUpsert?.id != null && !byId(toUpsert.id, world) ? missing('customer', 'toUpsert', 'id') : []
}

function byId(id: string, { customers }: WorldShop): Customer | null {
  return customers.get(readId(id, 'Customer'))
}

function associated({ id, email }: { id?: string | null; email?: string | null }, world: WorldShop): Customer | null {
  return id == null ? findCustomer(world, { email: email ?? null }) : byId(id, world)
}

/** Whose order it is: found, changed or made. Addresses of the order become the customer's own. */
export function writeCustomer({ customer, customerId, ...order }: OrderInput, world: WorldShop): Customer | null {
  const { toAssociate, toUpsert } = customer ?? {}
  const found = customerId != null ? byId(customerId, world) : toAssociate ? associated(toAssociate, world) : null
  const buyer = toUpsert ? upsert(toUpsert, world) : found
  const input = order.shippingAddress ?? order.billingAddress
  return buyer && input ? withDefaultAddress(buyer, readAddress(0, input), world) : buyer
}

function upsert(input: UpsertInput, world: WorldShop): Customer {
  const known = input.id != null ? byId(input.id, world) : findCustomer(world, input)
  const change = (id: number, before?: Customer): Partial<Customer> => ({
    email: input.email ?? before?.email ?? '',
    phone: input.phone ?? before?.phone ?? '',
    firstName: input.firstName ?? before?.firstName ?? '',
    lastName: input.lastName ?? before?.lastName ?? '',
    ...(!before && { newsletter: false }),
    addresses: input.addresses
      ? input.addresses.map((each, place) => readAddress(partId(id, place), each))
      : (before?.addresses ?? []),
    written: {
      ...before?.written,
      ...(input.note != null && { note: input.note }),
      ...(input.tags && { tags: readTags(input.tags) }),
      ...(input.taxExempt != null && { taxExempt: input.taxExempt }),
      ...(input.multipassIdentifier != null && { multipassIdentifier: input.multipassIdentifier }),
    },
  })
  return known ? world.updateCustomer(known.id, change(known.id, known)) : world.addCustomer((id) => change(id))
}

function withDefaultAddress(customer: Customer, address: Address, world: WorldShop): Customer {
  const { id, addresses, firstName, lastName } = customer
  const [first] = addresses
  const names = {
    firstName: firstName || address.firstName,
    lastName: lastName || address.lastName,
  }
  if (first && isSameAddress(first, address) && names.firstName === firstName && names.lastName === lastName)
    return customer
  const others = addresses.filter((each) => !isSameAddress(each, address))
  const known = addresses.find((each) => isSameAddress(each, address))
  return world.updateCustomer(id, {
    ...names,
    addresses: [known ?? { ...address, id: newAddressId(customer) }, ...others],
  })
}
