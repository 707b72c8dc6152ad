import type { Product } from '../../../../world/model.ts'
import type { Family } from '../../../nodes/products.ts'
import { worldIdOf } from '../../../world-ids.ts'
import { productBody, productStatus, variantBody } from '../../bodies/product-body.ts'
import { deriveOnce } from '../derived.ts'
import { type Listing, oneOf, timeFilters } from '../listing.ts'
import type { RestRequest, RestShop } from '../request.ts'
import { found, listRoutes, paramId, partRoutes, type Route } from '../route.ts'

interface Variant {
  id: number
  family: Family
  place: number
  product: Product
}

const DOCUMENTATION = 'https://shopify.dev/api/admin-rest/latest/resources'
const productNames = {
  ...{ one: 'product', many: 'products', scopes: ['read_products'] },
  deprecated: `${DOCUMENTATION}/product`,
}
const variantNames = {
  ...{ one: 'variant', many: 'variants', scopes: ['read_products'] },
  deprecated: `${DOCUMENTATION}/product-variant`,
}

const familiesOf = ({ families }: RestShop): readonly Family[] =>
  deriveOnce(families(), 'products', () => [...families().values()].sort((a, b) => a.id - b.id))
const headOf = ({ members: [head], id }: Family): Product => {
  if (!head) throw new Error(`Product ${id} has no variant.`)
  return head
}
const publishedAt = (family: Family) => (headOf(family).status === 'enabled' ? family.createdAt : Number.NaN)
const times = { created_at: ({ createdAt }: Family) => createdAt, updated_at: ({ updatedAt }: Family) => updatedAt }

export const products: Listing<Family> = {
  kind: 'product',
  objects: ({ shop }) => familiesOf(shop),
  find: (id, { shop }) => shop.families().get(id) ?? null,
  body: (family, { shop }) => productBody(family, shop.world),
  sorts: { ...times, title: (family) => headOf(family).name.hu, vendor: (family) => headOf(family).manufacturer },
  defaultOrder: 'title asc',
  filters: {
    ...timeFilters('created_at', times.created_at),
    ...timeFilters('updated_at', times.updated_at),
    ...timeFilters('published_at', publishedAt),
    handle: oneOf(({ id }) => `termek-${id}`),
    title: oneOf((family) => headOf(family).name.hu),
    vendor: oneOf((family) => headOf(family).manufacturer),
    product_type: oneOf(() => ''),
    status: oneOf((family) => productStatus(headOf(family))),
    published_status: oneOf((family) => (headOf(family).status === 'enabled' ? 'published' : 'unpublished')),
    collection_id(value) {
      const category = /^\d+$/.test(value) ? worldIdOf('collection', value) : 0
      return (family) => headOf(family).categoryIds.includes(category)
    },
  },
}

const variants: Listing<Variant> = {
  kind: 'variant',
  objects: ({ shop }) =>
    deriveOnce(shop.families(), 'variants', () =>
      familiesOf(shop)
        .flatMap((family) => family.members.map((product, place) => ({ id: product.id, family, place, product })))
        .sort((a, b) => a.id - b.id),
    ),
  find(id, { shop }) {
    const product = shop.world.products.get(id)
    const family = product && shop.families().get(product.parentId ?? product.id)
    return family ? { id, family, place: family.members.findIndex((member) => member.id === id), product } : null
  },
  body: ({ family, place }, { shop }) => variantBody(family, place, shop.world),
  sorts: { created_at: ({ product }) => product.createdAt, updated_at: ({ product }) => product.updatedAt },
  defaultOrder: 'id asc',
  filters: {},
}

const variantsOf = (request: RestRequest) => {
  const family = found(products.find(paramId(request, 0, 'product'), request))
  return family.members.map((_member, place) => variantBody(family, place, request.shop.world))
}
/** The world has no pictures. */
const imagesOf = (request: RestRequest) => {
  found(products.find(paramId(request, 0, 'product'), request))
  return []
}

export const productRoutes: Route[] = [
  ...listRoutes('products', productNames, products),
  ...partRoutes('products/:id/variants', variantNames, variantsOf),
  ...partRoutes('products/:id/images', { ...productNames, one: 'image', many: 'images' }, imagesOf),
  ...listRoutes('variants', variantNames, variants),
]
