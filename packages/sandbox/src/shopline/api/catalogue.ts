import { categoryDocument } from '../documents/category.ts'
import { productDocument, stocksDocument } from '../documents/product.ts'
import { warehouseDocument, warehouseNumbers } from '../documents/warehouse.ts'
import { type Family, familiesOf } from '../families.ts'
import { ids, numberOf } from '../world-ids.ts'
import { isAnswer, notFound, ok, refuse } from './answers.ts'
import { categoriesOf } from './categories.ts'
import { page } from './paging.ts'
import { listOf, readSelection } from './select.ts'
import type { Answer, ApiCall, ApiShop, Route } from './shell.ts'
import { isEverything, isWithin, readWindow, type Window } from './window.ts'

const IDS_MAX = 999

/** Products, their stocks, categories and warehouses, read. */
export const catalogueRoutes: Route = (call, shop) => {
  if (call.method !== 'GET') return undefined
  const [root, id, part, ...rest] = call.path
  if (rest.length > 0) return undefined
  switch (`${root}${id ? '/:id' : ''}${part ? `/${part}` : ''}`) {
    case 'products':
      return products(call, shop)
    case 'products/:id':
      return product(call, shop, productDocument)
    case 'products/:id/stocks':
      return product(call, shop, stocksDocument)
    case 'categories':
      return categories(call, shop)
    case 'categories/:id':
      return category(call, shop)
    case 'warehouses':
      return warehouses(call, shop)
    default:
      return undefined
  }
}

/** https://open-api.docs.shoplineapp.com/docs/get-products */
function products({ query }: ApiCall, shop: ApiShop): Answer {
  const window = readWindow(query)
  if (isAnswer(window)) return window
  const wanted = idsIn(query)
  if (wanted.length > IDS_MAX) return refuse(422, 'UnprocessableEntity', `id takes ${IDS_MAX} ids at most`)
  const families = familiesOf(shop.world)
  const all = families.all()
  const isListed = (number: number) => {
    const family = all.get(number)
    return family !== undefined && isIn(window, family)
  }
  // Nobody asks for what is gone by its id.
  const candidates =
    window.isIncremental && wanted.length === 0 ? [...all.keys()].sort((a, b) => a - b) : families.present()
  const named = new Set(wanted.map((id) => numberOf('product', id)))
  const listed = wanted.length === 0 ? candidates : candidates.filter((number) => named.has(number))
  const numbers = isUnbounded(window) ? listed : listed.filter(isListed)
  const document = (number: number) => productDocument(expect(all.get(number)), shop)
  return page({ kind: 'product', numbers, document }, pageOf(query, shop), shop.quirks)
}

/** `in:a,b`, or one id. */
function idsIn(query: URLSearchParams): string[] {
  const value = query.get('id') ?? ''
  return value.replace(/^in:/, '').split(',').filter(Boolean)
}

function product(
  { path, query }: ApiCall,
  shop: ApiShop,
  toDocument: (family: Family, context: ApiShop) => object,
): Answer {
  const family = findProduct(shop, path[1])
  return family ? ok(readSelection(query)(toDocument(family, shop))) : notFound('Product')
}

/** One that is there; what was removed is not. */
export function findProduct({ world }: ApiShop, id = ''): Family | undefined {
  const family = familiesOf(world)
    .all()
    .get(numberOf('product', id) ?? 0)
  return family?.isRemoved ? undefined : family
}

function categories({ query }: ApiCall, shop: ApiShop): Answer {
  const window = readWindow(query)
  if (isAnswer(window)) return window
  const named = new Set(listOf(query, 'category_ids'))
  const byNumber = categoriesOf(shop.world)
  const numbers = [...byNumber]
    .filter(([number, entry]) => isIn(window, entry) && (named.size === 0 || named.has(ids.category(number))))
    .filter(([, { removedAt }]) => removedAt === undefined || window.isIncremental)
    .map(([number]) => number)
  const document = (number: number) => {
    const { category, removedAt } = expect(byNumber.get(number))
    return categoryDocument(category, removedAt)
  }
  return page({ kind: 'category', numbers, document }, pageOf(query, shop), shop.quirks)
}

function category({ path, query }: ApiCall, { world }: ApiShop): Answer {
  const found = world.categories.get(numberOf('category', path[1] ?? '') ?? 0)
  return found ? ok(readSelection(query)(categoryDocument(found))) : notFound('Category')
}

function warehouses({ query }: ApiCall, shop: ApiShop): Answer {
  const numbers = warehouseNumbers(shop.world)
  return page({ kind: 'warehouse', numbers, document: warehouseDocument }, pageOf(query, shop), shop.quirks)
}

function pageOf(params: URLSearchParams, { quirks }: ApiShop) {
  return { params, perPageMax: quirks.perPageMax }
}

function isIn(
  { created, updated }: Window,
  { createdAt, updatedAt }: { createdAt: number; updatedAt: number },
): boolean {
  return isWithin(created, createdAt) && isWithin(updated, updatedAt)
}

function isUnbounded({ created, updated }: Window): boolean {
  return isEverything(created) && isEverything(updated)
}

function expect<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('What was listed a moment ago is gone.')
  return value
}
