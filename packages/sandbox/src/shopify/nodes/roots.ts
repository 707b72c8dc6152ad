import type { Collection, Stamped } from '../../world/collection.ts'
import type { Order, Product } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import type { Connection } from '../graphql/connect.ts'
import type { FaceContext } from '../graphql/resolvers.ts'
import { type Matcher, matchNumber, matchText, matchTime } from '../graphql/search.ts'
import { type NodeType, numberOf } from './gid.ts'
import { list } from './list.ts'
import { orderNode, statusesOf } from './orders.ts'
import { customerNode } from './people.ts'
import { inventoryItemNode, locationNode, placesOf } from './places.ts'
import { collectionNode, type Family, productNode, variantNode } from './products.ts'
import { type Stamp, stampsOf } from './stamps.ts'

type Arguments = Record<string, unknown>
/** One list of the shop. */
export type Root = (args: Arguments, context: FaceContext) => Connection

interface RootDeps {
  world: WorldShop
  families(): ReadonlyMap<number, Family>
}

interface Member {
  family: Family
  place: number
}

interface Aged {
  id: number
  createdAt?: number
  updatedAt: number
}

const DAY_MS = 86_400_000

/** The lists of the shop, by the name of their field. */
export function listRoots(deps: RootDeps): Record<string, Root> {
  const { world, families } = deps
  const aged = <T extends Aged>(type: NodeType) => ({
    keys: {
      ID: ({ id }: T) => [numberOf(type, id)],
      UPDATED_AT: ({ id, updatedAt }: T) => [updatedAt, numberOf(type, id)],
      CREATED_AT: ({ id, createdAt = 0 }: T) => [createdAt, numberOf(type, id)],
    },
    fields: agedFields<T>(type),
  })
  const members = () =>
    [...families().values()].flatMap((family) => family.members.map((_, place) => ({ family, place })))
  const productOf = ({ family, place }: Member) => family.members[place] as Product

  return {
    products: (args, context) =>
      list(
        {
          ...{ ...aged<Family>('Product'), objects: [...families().values()] },
          node: (family) => productNode(family, world),
        },
        args,
        context,
      ),
    productVariants: (args, context) =>
      list<Member>(
        {
          ...{ objects: members(), keys: { ID: (each) => [productOf(each).id] } },
          fields: {
            id: (each, comparator, value) =>
              matchNumber(numberOf('ProductVariant', productOf(each).id), comparator, value),
            updated_at: (each, comparator, value) => matchTime(productOf(each).updatedAt, comparator, value),
            product_id: ({ family }, comparator, value) =>
              matchNumber(numberOf('Product', family.id), comparator, value),
            sku: (each, comparator, value) => matchText(productOf(each).sku, comparator, value),
          },
          node: ({ family, place }) => variantNode(family, place, world),
        },
        args,
        context,
      ),
    inventoryItems: (args, context) => {
      const { keys, fields } = aged<Stamp>('InventoryItem')
      const objects = stampsOf(world.products)
      const node = ({ id }: Stamp) => inventoryItemNode(found(world.products, id), world)
      return list({ objects, keys: { ID: keys.ID }, fields, node }, args, context)
    },
    collections: (args, context) =>
      list(
        {
          ...{ ...aged<Stamp>('Collection'), objects: stampsOf(world.categories) },
          node: ({ id }) => collectionNode(found(world.categories, id), world),
        },
        args,
        context,
      ),
    customers: (args, context) => {
      const { keys, fields } = aged<Stamp>('Customer')
      // Found by whole days only.
      const updated_at: Matcher<Stamp> = ({ updatedAt }, comparator, value) =>
        matchTime(dayOf(updatedAt), comparator, new Date(dayOf(Date.parse(value))).toISOString())
      return list(
        {
          ...{ objects: stampsOf(world.customers), keys },
          node: ({ id }) => customerNode(found(world.customers, id)),
          fields: {
            ...fields,
            updated_at,
            email: ({ id }, comparator, value) => matchText(found(world.customers, id).email, comparator, value),
          },
        },
        args,
        context,
      )
    },
    orders: (args, context) => {
      const { keys, fields } = aged<Stamp>('Order')
      const placed = new Set(world.placedOrders())
      const objects = stampsOf(world.orders).filter(({ id }) => placed.has(id))
      return list(
        {
          ...{ objects, keys: { ...keys, PROCESSED_AT: keys.CREATED_AT } },
          fields: {
            ...fields,
            processed_at: fields.created_at as Matcher<Stamp>,
            name: ({ id }, comparator, value) => matchText(String(id), comparator, value.replaceAll('#', '')),
            email: ({ id }, comparator, value) => matchText(found(world.orders, id).email, comparator, value),
            financial_status: ({ id }, comparator, value) =>
              matchText(statusesOf(found(world.orders, id), world).displayFinancialStatus, comparator, value),
            fulfillment_status: ({ id }, comparator, value) =>
              matchText(fulfillmentStatusOf(found(world.orders, id), world), comparator, value),
          },
          node: ({ id }) => orderNode(found(world.orders, id), deps),
        },
        args,
        context,
      )
    },
    locations: (args, context) =>
      list(
        {
          ...{ objects: placesOf(world), node: (place: number) => locationNode(place, world) },
          keys: { ID: (place) => [numberOf('Location', place)], NAME: (place) => [`${place}. raktár`, place] },
          fields: { active: (_place, _comparator, value) => value === 'true' },
        },
        args,
        context,
      ),
  }
}

function agedFields<T extends Aged>(type: NodeType): Record<string, Matcher<T>> {
  return {
    id: ({ id }, comparator, value) => matchNumber(numberOf(type, id), comparator, value),
    updated_at: ({ updatedAt }, comparator, value) => matchTime(updatedAt, comparator, value),
    created_at: ({ createdAt = 0 }, comparator, value) => matchTime(createdAt, comparator, value),
  }
}

/** Searches call half-way something else than answers do. */
function fulfillmentStatusOf(order: Order, world: WorldShop): string {
  const { displayFulfillmentStatus: status } = statusesOf(order, world)
  return status === 'PARTIALLY_FULFILLED' ? 'partial' : status
}

function found<T extends Stamped>(collection: Collection<T>, id: number): T {
  const object = collection.get(id)
  if (!object) throw new Error(`Object ${id} was listed, and is gone.`)
  return object
}

function dayOf(time: number): number {
  return Math.floor(time / DAY_MS) * DAY_MS
}
