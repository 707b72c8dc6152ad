import type { Customer } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import { customerAddress } from '../../nodes/address.ts'
import { parseGid } from '../../nodes/gid.ts'
import type { Subject } from '../../nodes/node.ts'
import { customerNode } from '../../nodes/refs.ts'
import { partId } from '../../world-ids.ts'
import { type AddressInput, readAddress } from '../input/read-address.ts'
import { invalidId, readId } from '../input/read-id.ts'
import { problem } from '../user-error.ts'

interface Arguments {
  customerId: string
  addressId?: string
  address?: AddressInput
  setAsDefault?: boolean | null
}

/** Single addresses, without the others: the first is the default. */
export function addressBookSubject(world: WorldShop): Subject {
  type Act = (customer: Customer, args: Arguments) => object | null
  const change = (nothing: object, act: Act) => (_source: unknown, args: object) => {
    const wanted = args as Arguments
    const customer = world.customers.get(readId(wanted.customerId, 'Customer'))
    if (!customer) return { ...nothing, userErrors: [problem(['customerId'], 'Customer does not exist')] }
    const done = act(customer, wanted)
    return done
      ? { ...done, userErrors: [] }
      : { ...nothing, userErrors: [problem(['addressId'], 'Address does not exist')] }
  }
  const put = (customer: Customer, id: number, { address = {}, setAsDefault }: Arguments) => {
    const written = { ...readAddress(id, address) }
    const { addresses } = customer
    const isKnown = addresses.some((each) => each.id === id)
    const others = setAsDefault ? addresses.filter((each) => each.id !== id) : addresses
    const placed = isKnown ? others.map((each) => (each.id === id ? written : each)) : [...others, written]
    const list = setAsDefault ? [written, ...others] : placed
    world.updateCustomer(customer.id, { addresses: list })
    return { address: customerAddress(written) }
  }
  return {
    resolvers: {
      Mutation: {
        customerAddressCreate: change({ address: null }, (customer, args) =>
          put(customer, newAddressId(customer), args),
        ),
        customerAddressUpdate: change({ address: null }, (customer, args) => {
          const id = addressIn(customer, args)
          return id === null ? null : put(customer, id, args)
        }),
        customerAddressDelete: change({ deletedAddressId: null }, (customer, args) => {
          const id = addressIn(customer, args)
          if (id === null) return null
          world.updateCustomer(customer.id, { addresses: customer.addresses.filter((each) => each.id !== id) })
          return { deletedAddressId: args.addressId }
        }),
        customerUpdateDefaultAddress: change({ customer: null }, (customer, args) => {
          const id = addressIn(customer, args)
          const first = customer.addresses.find((each) => each.id === id)
          if (!first) return null
          const others = customer.addresses.filter((each) => each !== first)
          return { customer: customerNode(world.updateCustomer(customer.id, { addresses: [first, ...others] })) }
        }),
      },
    },
  }
}

function addressIn({ addresses }: Customer, { addressId }: Arguments): number | null {
  const found = parseGid(addressId)
  if (found?.type !== 'MailingAddress') throw invalidId(addressId)
  const id = Number(found.number)
  return addresses.some((each) => each.id === id) ? id : null
}

/** One that no address of the customer has. */
export function newAddressId({ id, addresses }: Pick<Customer, 'id' | 'addresses'>): number {
  for (let place = addresses.length; ; place++) {
    const number = partId(id, place)
    if (!addresses.some((each) => each.id === number)) return number
  }
}
