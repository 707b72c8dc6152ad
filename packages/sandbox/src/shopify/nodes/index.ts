import type { WorldShop } from '../../world/shop.ts'
import { mergeResolvers, type Resolvers } from '../graphql/resolvers.ts'
import { addressSubject } from './address.ts'
import { collectionSubject } from './collection.ts'
import { customerSubject } from './customer.ts'
import { deletionSubject } from './deletions.ts'
import { fulfillmentSubject } from './fulfillment.ts'
import { fulfillmentOrderSubject } from './fulfillment-order.ts'
import { inventorySubject } from './inventory.ts'
import { lineSubject } from './line-item.ts'
import { listSubject } from './lists.ts'
import { locationSubject } from './location.ts'
import { lookupResolvers } from './lookup.ts'
import { metafieldDefinitionSubject } from './metafield-definition.ts'
import type { Subject } from './node.ts'
import { orderSubject } from './order.ts'
import { productSubject } from './product.ts'
import { productGroupsOf } from './product-groups.ts'
import { refundSubject } from './refund.ts'
import { shippingLineSubject } from './shipping-line.ts'
import { shopSubject } from './shop.ts'
import { transactionSubject } from './transaction.ts'
import { variantSubject } from './variant.ts'

export interface WorldOptions {
  world: WorldShop
  /** `{name}.myshopify.com` */
  domain: string
}

const subjects = [
  ...[addressSubject, collectionSubject, customerSubject, deletionSubject, fulfillmentSubject, fulfillmentOrderSubject],
  ...[
    inventorySubject,
    lineSubject,
    listSubject,
    locationSubject,
    metafieldDefinitionSubject,
    orderSubject,
    productSubject,
    refundSubject,
  ],
  ...[shippingLineSubject, shopSubject, transactionSubject, variantSubject],
]

/** The world as objects of Shopify, for all that reads it; `more` has what does not belong to the world. */
export function worldResolvers({ world, domain }: WorldOptions, more: readonly Subject[] = []): Resolvers {
  const deps = { world, domain, productGroups: productGroupsOf(world) }
  const all = [...subjects.map((create) => create(deps)), ...more]
  return mergeResolvers(...all.map(({ resolvers }) => resolvers), lookupResolvers(all))
}
