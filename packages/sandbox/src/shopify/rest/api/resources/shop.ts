import { shopBody } from '../../bodies/shop-body.ts'
import { selectFields } from '../fields.ts'
import { partRoutes, type Route } from '../route.ts'

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

/** The world has no metafields. */
const metafieldRoutes = [
  ...partRoutes('metafields', { ...metafields, scopes: [] }, () => []),
  ...Object.entries(owners).flatMap(([owner, scopes]) =>
    partRoutes(`${owner}/:id/metafields`, { ...metafields, scopes }, () => []),
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
