import type { Clock } from '../../clock.ts'
import type { WorldShop } from '../../world/shop.ts'
import type { FaceContext, Resolver, Resolvers } from '../graphql/resolvers.ts'
import { compressScopes } from '../scopes.ts'
import { readDeletions } from './deletions.ts'
import { gid, readGid } from './gid.ts'
import { countUpTo } from './list.ts'
import { CURRENCY } from './money.ts'
import { fulfillmentsOf, orderNode, refundsOf } from './orders.ts'
import { customerNode } from './people.ts'
import { inventoryItemNode, locationNode } from './places.ts'
import { collectionNode, createFamilies, productNode, variantNode } from './products.ts'
import { listRoots, type Root } from './roots.ts'

export interface WorldOptions {
  world: WorldShop
  /** `{name}.myshopify.com` */
  domain: string
  clock: Clock
}

/** The world as Shopify's nodes, for all that reads it. */
export function worldResolvers({ world, domain }: WorldOptions): Resolvers {
  const families = createFamilies(world)
  const deps = { world, families }
  const find = createFinder(deps)
  const byId: Resolver = (_source, { id }) => find(id)
  const ofType =
    (type: string): Resolver =>
    (_source, { id }) => {
      const node = find(id)
      return node?.__typename === type ? node : null
    }
  const lists = listRoots(deps)
  const roots = Object.entries(lists).map(([name, root]): [string, Resolver] => [
    name,
    (_source, args, context) => root(args, context),
  ])
  return {
    Query: {
      ...Object.fromEntries(roots),
      node: byId,
      nodes: (_source, { ids }) => (ids as unknown[]).map(find),
      ...{ product: ofType('Product'), productVariant: ofType('ProductVariant'), collection: ofType('Collection') },
      ...{ customer: ofType('Customer'), order: ofType('Order'), fulfillment: ofType('Fulfillment') },
      ...{ refund: ofType('Refund'), inventoryItem: ofType('InventoryItem'), location: ofType('Location') },
      productsCount: counter(lists.products, () => families().size),
      productVariantsCount: counter(lists.productVariants, () => world.products.ids().length),
      collectionsCount: counter(lists.collections, () => world.categories.ids().length),
      customersCount: counter(lists.customers, () => world.customers.ids().length),
      ordersCount: counter(lists.orders, () => world.placedOrders().length),
      shop: () => shopNode(domain),
      shopLocales: () => [{ locale: 'hu', primary: true, published: true, name: 'Hungarian' }],
      currentAppInstallation: (_source, _args, context) => installation(context),
      events: (_source, args, context) => readDeletions(deps, args, context),
    },
    InventoryItem: {
      variant(source) {
        const item = readGid((source as { id: unknown }).id)
        return item && find(gid('ProductVariant', item.worldId))
      },
    },
  }
}

function createFinder(deps: { world: WorldShop; families: ReturnType<typeof createFamilies> }) {
  const { world, families } = deps
  return (id: unknown): Record<string, unknown> | null => {
    const asked = readGid(id)
    if (!asked) return null
    const { type, worldId } = asked
    const order = () => {
      const found = world.orders.get(worldId)
      return found && found.status !== null ? found : null
    }
    switch (type) {
      case 'Product':
        return mapped(families().get(worldId), (family) => productNode(family, world))
      case 'ProductVariant': {
        const product = world.products.get(worldId)
        const family = product && families().get(product.parentId ?? product.id)
        const place = family?.members.findIndex((member) => member.id === worldId) ?? -1
        return family && place >= 0 ? variantNode(family, place, world) : null
      }
      case 'InventoryItem':
        return mapped(world.products.get(worldId), (product) => inventoryItemNode(product, world))
      case 'Collection':
        return mapped(world.categories.get(worldId), (category) => collectionNode(category, world))
      case 'Customer':
        return mapped(world.customers.get(worldId), customerNode)
      case 'Location':
        return worldId <= world.stockCount ? locationNode(worldId, world) : null
      case 'Order':
        return mapped(order(), (found) => orderNode(found, deps))
      case 'Fulfillment':
        return mapped(order(), (found) => fulfillmentsOf(found, deps)[0] ?? null)
      case 'Refund':
        return mapped(order(), (found) => refundsOf(found, deps)[0] ?? null)
      default:
        return null
    }
  }
}

function mapped<T, R>(value: T | null | undefined, map: (value: T) => R): R | null {
  return value ? map(value) : null
}

/** The size of a list, or of what a search finds in it. */
function counter(root: Root | undefined, size: () => number): Resolver {
  return (_source, args, context) => {
    const found = args.query && root ? root({ first: 1, query: args.query }, context).total : size()
    return countUpTo(found, args)
  }
}

function shopNode(domain: string): Record<string, unknown> {
  const name = domain.split('.')[0] ?? domain
  return {
    ...{ __typename: 'Shop', id: 'gid://shopify/Shop/54321000', name, myshopifyDomain: domain },
    ...{ currencyCode: CURRENCY, ianaTimezone: 'Europe/Budapest', taxesIncluded: true },
    ...{ email: `info@${name}.example`, contactEmail: `info@${name}.example`, url: `https://${domain}` },
    shopAddress: { countryCodeV2: 'HU', country: 'Hungary', city: 'Budapest' },
    plan: { publicDisplayName: 'Basic', partnerDevelopment: false, shopifyPlus: false },
  }
}

function installation({ scopes }: FaceContext): Record<string, unknown> {
  const accessScopes = compressScopes(scopes).map((handle) => ({ handle, description: handle }))
  return { __typename: 'AppInstallation', id: 'gid://shopify/AppInstallation/1', accessScopes }
}
