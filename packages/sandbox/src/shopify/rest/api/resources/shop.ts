import { productGroupsOf } from '../../../nodes/product-groups.ts'
import { ids } from '../../../world-ids.ts'
import type { Body } from '../../bodies/body.ts'
import { metafieldBodies } from '../../bodies/metafield-body.ts'
import { shopBody } from '../../bodies/shop-body.ts'
import { selectFields } from '../fields.ts'
import type { RestRequest } from '../request.ts'
import { found, paramId, partRoutes, type Route } from '../route.ts'

const metafields = { one: 'metafield', many: 'metafields' }
/** Whose metafields can be read, with the scope of their owner. */
const owners: Readonly<Record<string, readonly string[]>> = {
  products: ['read_products'],
  variants: ['read_products'],
  collections: ['read_products'],
  custom_collections: ['read_products'],
  smart_collections: ['read_products'],
  customers: ['read_customers'],
  orders: ['read_orders'],
  locations: ['read_locations'],
}

/** Of those that apps write them to; of the others there are none. */
const writtenTo: Readonly<Record<string, (request: RestRequest) => Body[]>> = {
  orders(request) {
    const id = paramId(request, 0, 'order')
    const { written } = found(request.shop.world.orders.get(id))
    return metafieldBodies(written?.metafields, { ownerType: 'ORDER', id, ownerNumber: ids.order(id) })
  },
  customers(request) {
    const id = paramId(request, 0, 'customer')
    const { written } = found(request.shop.world.customers.get(id))
    return metafieldBodies(written?.metafields, { ownerType: 'CUSTOMER', id, ownerNumber: ids.customer(id) })
  },
  products(request) {
    const id = paramId(request, 0, 'product')
    const [head] = found(productGroupsOf(request.shop.world)().get(id)).members
    return metafieldBodies(head?.written?.metafields, { ownerType: 'PRODUCT', id, ownerNumber: ids.product(id) })
  },
  variants(request) {
    const id = paramId(request, 0, 'variant')
    const { written } = found(request.shop.world.products.get(id))
    const owner = { ownerType: 'PRODUCTVARIANT', id, ownerNumber: ids.variant(id) }
    return metafieldBodies(written?.variantMetafields, owner)
  },
}

const metafieldRoutes = [
  ...partRoutes('metafields', { ...metafields, scopes: [] }, () => []),
  ...Object.entries(owners).flatMap(([owner, scopes]) =>
    partRoutes(`${owner}/:id/metafields`, { ...metafields, scopes }, writtenTo[owner] ?? (() => [])),
  ),
]

export const shopRoutes: Route[] = [
  {
    ...{ path: 'shop', scopes: [] },
    respond: (request) => ({ body: { shop: selectFields(request)(shopBody(request.shop.domain)) } }),
  },
  ...metafieldRoutes,
]

/** `/admin/oauth/…`, which has no version. */
export const oauthRoutes: Route[] = [
  {
    ...{ path: 'oauth/access_scopes', scopes: [] },
    respond: ({ scopes }) => ({ body: { access_scopes: [...scopes].sort().map((handle) => ({ handle })) } }),
  },
]
