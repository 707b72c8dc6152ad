import type { Collection } from '../../world/collection.ts'
import type { Resolver, Resolvers } from '../graphql/resolvers.ts'
import { type Matcher, matchNumber, matchText, matchTime } from '../graphql/search.ts'
import { handleOf } from './find-product.ts'
import { fulfillmentOrderListing } from './fulfillment-order.ts'
import { numberOf } from './gid.ts'
import { countIn, countUpTo, type Listing, listOf } from './list.ts'
import { summaryListing } from './listings.ts'
import { locationListing } from './location.ts'
import type { NodeDeps, Subject } from './node.ts'
import { orderListing } from './order.ts'
import { placedOrdersOf } from './placed-orders.ts'
import { statusOf } from './product.ts'
import { type ProductGroup, type Variant, variantsOf } from './product-groups.ts'
import { collectionNode, customerNode, inventoryItemNode, productNode, variantNode } from './refs.ts'
import { cachedBy, type Summary, summariesOf } from './summaries.ts'

const DAY_MS = 86_400_000

/** The lists of the shop, with a count for those that have one. */
export function listSubject(deps: NodeDeps): Subject {
  const { world } = deps
  const orders = { ...orderListing(deps), objects: () => placedOrdersOf(world).all() }
  const fulfillmentOrders = { ...fulfillmentOrderListing(deps), objects: orders.objects }
  const query: Resolvers[string] = {
    ...rootsOf('product', productList(deps)),
    ...rootsOf('productVariant', variantList(deps)),
    ...rootsOf('collection', collectionList(deps)),
    ...rootsOf('customer', customerList(deps)),
    ...rootsOf('order', orders),
    ...rootsOf('location', { ...locationListing(deps), objects: () => locationListing(deps).objects }),
    fulfillmentOrders: listRoot(fulfillmentOrders),
    inventoryItems: listRoot(inventoryItemList(deps)),
  }
  return { resolvers: { Query: query } }
}

/** How something is listed, with whatever there is now. */
type List<T> = Omit<Listing<T>, 'objects'> & { objects(): readonly T[] }

function listRoot<T>(list: List<T>): Resolver {
  return (_source, args, context) => listOf({ ...list, objects: list.objects() }, args, context)
}

function rootsOf<T>(name: string, list: List<T>): Record<string, Resolver> {
  return {
    [`${name}s`]: listRoot(list),
    [`${name}sCount`]: (_source, args, context) =>
      countUpTo(countIn({ ...list, objects: list.objects() }, args.query, context), args),
  }
}

function productList({ world, productGroups }: NodeDeps): List<ProductGroup> {
  const listing = summaryListing<ProductGroup>('Product', productNode)
  const head = (read: (group: ProductGroup) => string): Matcher<ProductGroup> => {
    return (group, comparator, value) => matchText(read(group), comparator, value)
  }
  return {
    ...listing,
    objects: cachedBy(world.products.version, () => [...productGroups().values()]),
    fields: {
      ...listing.fields,
      status: head(statusOf),
      title: head(({ members }) => members[0]?.name.hu ?? ''),
      vendor: head(({ members }) => members[0]?.manufacturer ?? ''),
      handle: head(handleOf),
      product_type: head(({ members }) => members[0]?.written?.productType ?? ''),
      sku: ({ members }, comparator, value) => members.some(({ sku }) => matchText(sku, comparator, value)),
      barcode: ({ members }, comparator, value) => members.some(({ barcode }) => matchText(barcode, comparator, value)),
      tag: ({ members }, comparator, value) =>
        members[0]?.tags.some((tag) => matchText(tag, comparator, value)) ?? false,
    },
  }
}

function variantList({ world, productGroups }: NodeDeps): List<Variant> {
  return {
    node: variantNode,
    objects: cachedBy(world.products.version, () => [...productGroups().values()].flatMap(variantsOf)),
    keys: { ID: ({ product }) => [product.id] },
    fields: {
      id: ({ product }, comparator, value) =>
        matchNumber(numberOf('ProductVariant', product.id), comparator, value.slice(value.lastIndexOf('/') + 1)),
      updated_at: ({ product }, comparator, value) => matchTime(product.updatedAt, comparator, value),
      product_id: ({ group }, comparator, value) => matchNumber(numberOf('Product', group.id), comparator, value),
      sku: ({ product }, comparator, value) => matchText(product.sku, comparator, value),
      barcode: ({ product }, comparator, value) => matchText(product.barcode, comparator, value),
    },
  }
}

function inventoryItemList({ world: { products } }: NodeDeps): List<Summary> {
  const { node, keys, fields } = summaryListing<Summary>('InventoryItem', ({ id }) =>
    inventoryItemNode(found(products, id)),
  )
  const sku: Matcher<Summary> = ({ id }, comparator, value) => matchText(found(products, id).sku, comparator, value)
  return { node, objects: () => summariesOf(products), keys: { ID: keys.ID }, fields: { ...fields, sku } }
}

function collectionList({ world: { categories } }: NodeDeps): List<Summary> {
  const listing = summaryListing<Summary>('Collection', ({ id }) => collectionNode(found(categories, id)))
  const title: Matcher<Summary> = ({ id }, comparator, value) =>
    matchText(found(categories, id).name.hu, comparator, value)
  return { ...listing, objects: () => summariesOf(categories), fields: { ...listing.fields, title } }
}

function customerList({ world: { customers } }: NodeDeps): List<Summary> {
  const listing = summaryListing<Summary>('Customer', ({ id }) => customerNode(found(customers, id)))
  // Found by whole days only.
  const updated: Matcher<Summary> = ({ updatedAt }, comparator, value) =>
    matchTime(dayOf(updatedAt), comparator, new Date(dayOf(Date.parse(value))).toISOString())
  const email: Matcher<Summary> = ({ id }, comparator, value) =>
    matchText(found(customers, id).email, comparator, value)
  return {
    ...listing,
    objects: () => summariesOf(customers),
    fields: {
      ...listing.fields,
      ...{ updated_at: updated, email },
      phone: ({ id }, comparator, value) => matchText(found(customers, id).phone, comparator, value),
      tag: ({ id }, comparator, value) =>
        (customers.touched(id)?.written?.tags ?? []).some((tag) => matchText(tag, comparator, value)),
    },
  }
}

function found<T extends { id: number; updatedAt: number }>(collection: Collection<T>, id: number): T {
  const object = collection.get(id)
  if (!object) throw new Error(`Object ${id} was listed, and is gone.`)
  return object
}

function dayOf(time: number): number {
  return Math.floor(time / DAY_MS) * DAY_MS
}
