import type { Order } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import type { Attribute, WrittenOrder } from '../../../world/written.ts'
import type { Subject } from '../../nodes/node.ts'
import { orderNode } from '../../nodes/refs.ts'
import { type AddressInput, readAddress } from '../input/read-address.ts'
import { readTags } from '../input/read-tags.ts'
import { type MetafieldInput, metafieldProblems, writeMetafields } from '../input/write-metafields.ts'
import { problem, type UserError } from '../user-error.ts'
import { findOrder } from './progress.ts'

/** `OrderInput`; what is left out stays. */
interface UpdateInput {
  id: string
  email?: string | null
  phone?: string | null
  note?: string | null
  poNumber?: string | null
  tags?: readonly string[] | null
  customAttributes?: readonly Attribute[] | null
  metafields?: readonly MetafieldInput[] | null
  shippingAddress?: AddressInput | null
}

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/orderUpdate */
export function updateOrderSubject(world: WorldShop): Subject {
  return {
    resolvers: {
      Mutation: {
        orderUpdate(_source, { input }) {
          const wanted = input as UpdateInput
          const order = findOrder(wanted.id, world)
          const userErrors = order ? problemsOf(wanted, order, world) : [problem(['id'], 'Order does not exist')]
          if (!order || userErrors.length > 0) return { order: null, userErrors }
          return { order: orderNode(world.updateOrder(order.id, changesOf(wanted, order, world))), userErrors: [] }
        },
      },
    },
  }
}

function ownerOf({ id }: Order, world: WorldShop) {
  return { world, type: 'ORDER', id, path: ['metafields'] }
}

function problemsOf({ id: _id, ...input }: UpdateInput, order: Order, world: WorldShop): UserError[] {
  if (Object.keys(input).length === 0) return [problem(null, 'No valid update parameters have been provided')]
  return [
    ...(input.shippingAddress ? addressProblems(input.shippingAddress) : []),
    ...metafieldProblems(input.metafields ?? [], ownerOf(order, world)),
  ]
}

/** Countries whose addresses need a province. */
const PROVINCES = new Set(['AU', 'BR', 'CA', 'IN', 'IT', 'JP', 'MX', 'US'])

/** As at the checkout. */
function addressProblems(address: AddressInput): UserError[] {
  const missing: [keyof AddressInput, string][] = [
    ...(address.lastName ? [] : [['lastName', 'Enter a last name'] as [keyof AddressInput, string]]),
    ...(address.zip ? [] : [['zip', 'Enter a ZIP code'] as [keyof AddressInput, string]]),
    ...(PROVINCES.has(address.countryCode ?? '') && !address.provinceCode
      ? [['provinceCode', 'Select a state / province'] as [keyof AddressInput, string]]
      : []),
  ]
  return missing.map(([name, message]) => problem(['shippingAddress', name], message))
}

function changesOf(input: UpdateInput, order: Order, world: WorldShop): Partial<Order> {
  const { email, phone, note, shippingAddress } = input
  return {
    ...(email !== undefined && { email: email ?? '' }),
    ...(phone !== undefined && { phone: phone ?? '' }),
    ...(note !== undefined && { comment: note ?? '' }),
    ...(shippingAddress && { address: readAddress(order.address.id, shippingAddress) }),
    written: { ...order.written, ...billingOf(input, order), ...writtenOf(input, order, world) },
  }
}

/** Who was billed at the old address still is. */
function billingOf({ shippingAddress }: UpdateInput, { address, written }: Order): WrittenOrder {
  return shippingAddress && written?.billingAddress === undefined ? { billingAddress: address } : {}
}

function writtenOf(input: UpdateInput, order: Order, world: WorldShop): WrittenOrder {
  const { poNumber, tags, customAttributes, metafields } = input
  return {
    ...(poNumber !== undefined && { poNumber }),
    ...(tags && { tags: readTags(tags), taggedAt: world.now() }),
    ...(customAttributes && { customAttributes }),
    ...(metafields && {
      metafields: writeMetafields(order.written?.metafields, metafields, ownerOf(order, world)),
    }),
  }
}
