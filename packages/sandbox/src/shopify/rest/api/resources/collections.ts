import { type Summary, summariesOf } from '../../../nodes/summaries.ts'
import { ids, worldIdOf } from '../../../world-ids.ts'
import type { Body } from '../../bodies/body.ts'
import { collectionBody } from '../../bodies/collection-body.ts'
import { exact, localTime } from '../../json.ts'
import { deriveOnce } from '../derived.ts'
import { type Filter, type Listing, oneOf, timeFilters } from '../listing.ts'
import type { RestRequest, RestShop } from '../request.ts'
import { found, listRoute, listRoutes, paramId, type Route } from '../route.ts'
import { products } from './products.ts'

interface Collect {
  id: number
  productId: number
  categoryId: number
  position: number
  createdAt: number
  updatedAt: number
}

const scopes = ['read_products']
const COLLECTS_MAX = 1_000

const custom: Listing<Summary> = {
  kind: 'collection',
  objects: ({ shop }) => summariesOf(shop.world.categories),
  find: (id, { shop }) => shop.world.categories.get(id),
  body: ({ id }, { shop }) => found(collectionBody(id, shop.world)),
  sorts: { updated_at: ({ updatedAt }) => updatedAt, title: ({ id }) => id },
  defaultOrder: 'id asc',
  filters: {
    ...timeFilters<Summary>('updated_at', ({ updatedAt }) => updatedAt),
    ...timeFilters<Summary>('published_at', ({ createdAt }) => createdAt),
    handle: oneOf(({ id }) => `gyujtemeny-${id}`),
    title: oneOf(({ id }, { shop }) => shop.world.categories.get(id)?.name.hu ?? ''),
    product_id(value, { shop }) {
      const product = idIn(value, 'product')
      const holding = new Set(collectsOf(shop).flatMap((each) => (each.productId === product ? each.categoryId : [])))
      return ({ id }) => holding.has(id)
    },
  },
}

/** Every collection of the world is put together by hand. */
const smart: Listing<Summary> = {
  ...custom,
  objects: ({ shop }) => deriveOnce(shop.world, 'none', () => []),
  find: () => null,
}

const collects: Listing<Collect> = {
  kind: 'collect',
  objects: ({ shop }) => collectsOf(shop),
  find: (id, { shop }) => collectsOf(shop).find((collect) => collect.id === id) ?? null,
  body: collectBody,
  sorts: {},
  defaultOrder: 'id asc',
  filters: {
    product_id: byId('product', ({ productId }) => productId),
    collection_id: byId('collection', ({ categoryId }) => categoryId),
  },
}

function collectsOf({ productGroups, world }: RestShop): readonly Collect[] {
  const categories = summariesOf(world.categories)
  return deriveOnce(productGroups(), `collects ${world.categories.version()}`, () => {
    const there = new Set(categories.map(({ id }) => id))
    const all = [...productGroups().values()].flatMap(({ id: productId, members: [head], createdAt, updatedAt }) =>
      (head?.categoryIds ?? []).map((categoryId, index) => ({
        ...{ id: productId * COLLECTS_MAX + index, productId, categoryId, position: index + 1, createdAt, updatedAt },
      })),
    )
    return all.filter(({ categoryId }) => there.has(categoryId)).sort((a, b) => a.id - b.id)
  })
}

function collectBody({ id, productId, categoryId, position, createdAt, updatedAt }: Collect): Body {
  return {
    ...{ id: exact(ids.collect(id)), collection_id: exact(ids.collection(categoryId)) },
    ...{ product_id: exact(ids.product(productId)), position, sort_value: String(position).padStart(10, '0') },
    ...{ created_at: localTime(createdAt), updated_at: localTime(updatedAt) },
  }
}

function byId(kind: 'product' | 'collection', idOf: (collect: Collect) => number): Filter<Collect> {
  return (value) => {
    const wanted = idIn(value, kind)
    return (collect) => idOf(collect) === wanted
  }
}

function idIn(value: string, kind: 'product' | 'collection'): number {
  return /^\d+$/.test(value) ? worldIdOf(kind, value) : 0
}

const inCollection: typeof products = {
  ...products,
  visible(request) {
    const category = paramId(request, 0, 'collection')
    found(custom.find(category, request))
    return ({ members: [head] }) => head?.categoryIds.includes(category) ?? false
  },
  // This list leaves variants out.
  body(group, request) {
    const { variants: _variants, variant_gids: _gids, ...body } = products.body(group, request)
    return body
  },
}

const single = (request: RestRequest) => found(custom.find(paramId(request, 0, 'collection'), request))

export const collectionRoutes: Route[] = [
  ...listRoutes('custom_collections', { one: 'custom_collection', many: 'custom_collections', scopes }, custom),
  ...listRoutes('smart_collections', { one: 'smart_collection', many: 'smart_collections', scopes }, smart),
  ...listRoutes('collects', { one: 'collect', many: 'collects', scopes }, collects),
  {
    ...{ path: 'collections/:id', scopes },
    respond: (request) => ({
      body: { collection: { ...custom.body(single(request), request), collection_type: 'custom' } },
    }),
  },
  listRoute('collections/:id/products', { one: 'product', many: 'products', scopes }, inCollection),
]
