import { productDocument } from '../documents/product.ts'
import { type Family, familiesOf } from '../families.ts'
import { ids } from '../world-ids.ts'
import { matches } from './operators.ts'
import { page } from './paging.ts'
import type { ApiCall, ApiShop, Route } from './shell.ts'

/** `POST /products/search`: what is there, by the fields a program looks things up with. */
export const productSearchRoutes: Route = (call, shop) => {
  const [root, part, ...rest] = call.path
  if (call.method !== 'POST' || root !== 'products' || part !== 'search' || rest.length > 0) return undefined
  const families = familiesOf(shop.world)
  const all = families.all()
  const isFound = matcherOf(call, shop)
  const listing = {
    kind: 'product' as const,
    numbers: families.present().filter((number) => isFound(all.get(number))),
    document: (number: number) => productDocument(all.get(number) as Family, shop),
  }
  return page(listing, { params: paramsOf(call), perPageMax: shop.quirks.searchPerPageMax }, shop.quirks)
}

/** A search says in its body what a list says in its query. */
export function paramsOf({ query, body }: ApiCall): URLSearchParams {
  const params = new URLSearchParams(query)
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === 'string' || typeof value === 'number') params.set(name, String(value))
  }
  return params
}

function matcherOf({ body }: ApiCall, shop: ApiShop): (family: Family | undefined) => boolean {
  return (family) => {
    if (!family) return false
    const { status, quantity } = productDocument(family, shop)
    const { members, number, createdAt, updatedAt } = family
    const any = (values: string[], asked: unknown) => asked === undefined || values.some((each) => matches(each, asked))
    return (
      matches(ids.product(number), body.id) &&
      any(
        members.map(({ sku }) => sku),
        body.sku,
      ) &&
      any(
        members.map(({ barcode }) => barcode),
        body.barcode,
      ) &&
      any(
        members.flatMap(({ categoryIds }) => categoryIds.map(ids.category)),
        body.category_id,
      ) &&
      matches(String(status), body.status) &&
      matches(Number(quantity), body.quantity) &&
      matches(createdAt, body.created_at) &&
      matches(updatedAt, body.updated_at) &&
      holds(members, body.query)
    )
  }
}

function holds(members: Family['members'], query: unknown): boolean {
  const wanted = typeof query === 'string' ? query.toLowerCase() : ''
  return members.some(({ sku, barcode, name }) =>
    [sku, barcode, name.hu, name.en].some((text) => text.toLowerCase().includes(wanted)),
  )
}
