import { productDocument, stocksDocument } from '../documents/product.ts'
import { type VariantGroup, variantGroupsOf } from '../variant-groups.ts'
import { numberOf } from '../world-ids.ts'
import { isAnswer, notFound, ok, refuse } from './answers.ts'
import type { Answer, ApiCall, ApiShop, Route } from './open-api-types.ts'
import { page } from './paging.ts'
import { readSelection } from './select.ts'
import { isIn, isUnbounded, readWindow } from './window.ts'

const IDS_MAX = 999

/** https://open-api.docs.shoplineapp.com/docs/get-products */
export const productRoutes: Route = (call, shop) => {
  const [root, id, part, ...rest] = call.path
  if (call.method !== 'GET' || root !== 'products' || rest.length > 0) return undefined
  if (id === undefined) return list(call, shop)
  if (part === undefined) return one(call, shop, productDocument)
  return part === 'stocks' ? one(call, shop, stocksDocument) : undefined
}

function list({ query }: ApiCall, shop: ApiShop): Answer {
  const window = readWindow(query)
  if (isAnswer(window)) return window
  const wanted = idsIn(query)
  if (wanted.length > IDS_MAX) return refuse(422, 'UnprocessableEntity', `id takes ${IDS_MAX} ids at most`)
  const groups = variantGroupsOf(shop.world)
  const all = groups.all()
  const get = (number: number) => all.get(number) as VariantGroup
  // Deleted products are not requested by id.
  const listed = wanted.length > 0 ? present(wanted, all) : window.isIncremental ? [...all.keys()] : groups.present()
  const found = isUnbounded(window) ? listed : listed.filter((number) => isIn(window, get(number)))
  const numbers = shop.quirks.searchLagMs > 0 ? found.filter((number) => seenProduct(number, shop) !== null) : found
  const listing = {
    kind: 'product' as const,
    numbers: window.isIncremental ? numbers.toSorted((a, b) => a - b) : numbers,
    document: (number: number) => seenProduct(number, shop) ?? productDocument(get(number), shop),
  }
  return page(listing, { params: query, perPageMax: shop.quirks.perPageMax }, shop.quirks)
}

/** `in:a,b`, or one id. */
function idsIn(query: URLSearchParams): string[] {
  const value = query.get('id') ?? ''
  return value.replace(/^in:/, '').split(',').filter(Boolean)
}

function present(wanted: string[], all: ReadonlyMap<number, VariantGroup>): number[] {
  const numbers = wanted.map((id) => numberOf('product', id.trim()) ?? 0)
  return [...new Set(numbers)].filter((number) => all.get(number)?.isRemoved === false).sort((a, b) => a - b)
}

type ToDocument = (group: VariantGroup, context: ApiShop) => object

/** A product as lists and searches show it, see {@link Versions}. */
export function seenProduct(number: number, { versions, quirks }: ApiShop): object | null | undefined {
  return versions.seen('product', number, quirks.searchLagMs)
}

function one({ path, query }: ApiCall, shop: ApiShop, toDocument: ToDocument): Answer {
  const group = findProduct(shop, path[1])
  const seen = group && shop.versions.seen('product', group.number, shop.quirks.readLagMs)
  if (!group || seen === null) return notFound('Product')
  const isWhole = toDocument === productDocument
  return ok(readSelection(query)((isWhole && seen) || toDocument(group, shop)))
}

/** An existing product; removed ones are not found. */
export function findProduct({ world }: ApiShop, id = ''): VariantGroup | undefined {
  const number = numberOf('product', id)
  const group = number === undefined ? undefined : variantGroupsOf(world).all().get(number)
  return group?.isRemoved ? undefined : group
}
