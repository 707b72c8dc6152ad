import type { Product } from '../../../../world/model.ts'
import type { ProductGroup } from '../../../nodes/product-groups.ts'
import { worldIdOf } from '../../../world-ids.ts'
import { productBody, productStatus, variantBody } from '../../bodies/product-body.ts'
import { deriveOnce } from '../derived.ts'
import { type Listing, oneOf, timeFilters } from '../listing.ts'
import type { RestRequest, RestShop } from '../request.ts'
import { found, listRoutes, paramId, partRoutes, type Route } from '../route.ts'

interface Variant {
  id: number
  group: ProductGroup
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

const groupsOf = ({ productGroups }: RestShop): readonly ProductGroup[] =>
  deriveOnce(productGroups(), 'products', () => [...productGroups().values()].sort((a, b) => a.id - b.id))
const headOf = ({ members: [head], id }: ProductGroup): Product => {
  if (!head) throw new Error(`Product ${id} has no variant.`)
  return head
}
const publishedAt = (group: ProductGroup) => (headOf(group).status === 'enabled' ? group.createdAt : Number.NaN)
const times = {
  created_at: ({ createdAt }: ProductGroup) => createdAt,
  updated_at: ({ updatedAt }: ProductGroup) => updatedAt,
}

export const products: Listing<ProductGroup> = {
  kind: 'product',
  objects: ({ shop }) => groupsOf(shop),
  find: (id, { shop }) => shop.productGroups().get(id) ?? null,
  body: (group, { shop }) => productBody(group, shop.world),
  sorts: { ...times, title: (group) => headOf(group).name.hu, vendor: (group) => headOf(group).manufacturer },
  defaultOrder: 'title asc',
  filters: {
    ...timeFilters('created_at', times.created_at),
    ...timeFilters('updated_at', times.updated_at),
    ...timeFilters('published_at', publishedAt),
    handle: oneOf(({ id }) => `termek-${id}`),
    title: oneOf((group) => headOf(group).name.hu),
    vendor: oneOf((group) => headOf(group).manufacturer),
    product_type: oneOf(() => ''),
    status: oneOf((group) => productStatus(headOf(group))),
    published_status: oneOf((group) => (headOf(group).status === 'enabled' ? 'published' : 'unpublished')),
    collection_id(value) {
      const category = /^\d+$/.test(value) ? worldIdOf('collection', value) : 0
      return (group) => headOf(group).categoryIds.includes(category)
    },
  },
}

const variants: Listing<Variant> = {
  kind: 'variant',
  objects: ({ shop }) =>
    deriveOnce(shop.productGroups(), 'variants', () =>
      groupsOf(shop)
        .flatMap((group) => group.members.map((product, place) => ({ id: product.id, group, place, product })))
        .sort((a, b) => a.id - b.id),
    ),
  find(id, { shop }) {
    const product = shop.world.products.get(id)
    const group = product && shop.productGroups().get(product.parentId ?? product.id)
    return group ? { id, group, place: group.members.findIndex((member) => member.id === id), product } : null
  },
  body: ({ group, place }, { shop }) => variantBody(group, place, shop.world),
  sorts: { created_at: ({ product }) => product.createdAt, updated_at: ({ product }) => product.updatedAt },
  defaultOrder: 'id asc',
  filters: {},
}

const variantsOf = (request: RestRequest) => {
  const group = found(products.find(paramId(request, 0, 'product'), request))
  return group.members.map((_member, place) => variantBody(group, place, request.shop.world))
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
