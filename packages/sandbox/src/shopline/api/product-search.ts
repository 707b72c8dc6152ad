import { productDocument, quantityOf, statusOf } from '../documents/product.ts'
import { type VariantGroup, variantGroupsOf } from '../variant-groups.ts'
import { ids } from '../world-ids.ts'
import type { ApiCall, ApiShop, Route } from './open-api-types.ts'
import { matches } from './operators.ts'
import { page } from './paging.ts'
import { seenProduct } from './products.ts'

/** `POST /products/search`: existing products by the fields that programs search by. */
export const productSearchRoutes: Route = (call, shop) => {
  const [root, part, ...rest] = call.path
  if (call.method !== 'POST' || root !== 'products' || part !== 'search' || rest.length > 0) return undefined
  const groups = variantGroupsOf(shop.world)
  const all = groups.all()
  const isFound = matcherOf(call, shop)
  const listing = {
    kind: 'product' as const,
    numbers: groups.present().filter((number) => isFound(all.get(number)) && seenProduct(number, shop) !== null),
    document: (number: number) => seenProduct(number, shop) ?? productDocument(all.get(number) as VariantGroup, shop),
  }
  return page(listing, { params: paramsOf(call), perPageMax: shop.quirks.searchPerPageMax }, shop.quirks)
}

/** A search has in its body what a list has in its query. */
function paramsOf({ query, body }: ApiCall): URLSearchParams {
  const params = new URLSearchParams(query)
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === 'string' || typeof value === 'number') params.set(name, String(value))
  }
  return params
}

/** Cheap conditions are checked first. */
function matcherOf({ body }: ApiCall, { world }: ApiShop): (group: VariantGroup | undefined) => boolean {
  return (group) =>
    group !== undefined &&
    matches(ids.product(group.number), body.id) &&
    matches(group.createdAt, body.created_at) &&
    matches(group.updatedAt, body.updated_at) &&
    (body.status === undefined || matches(statusOf(group), body.status)) &&
    (body.quantity === undefined || matches(quantityOf(group.members, world), body.quantity)) &&
    matchMembers(group.members, body)
}

function matchMembers(
  members: VariantGroup['members'],
  { sku, barcode, category_id: category, query }: ApiCall['body'],
): boolean {
  return (
    matchAny(
      members.map((member) => member.sku),
      sku,
    ) &&
    matchAny(
      members.map((member) => member.barcode),
      barcode,
    ) &&
    matchAny(
      members.flatMap(({ categoryIds }) => categoryIds.map(ids.category)),
      category,
    ) &&
    holds(members, query)
  )
}

function matchAny(values: readonly string[], asked: unknown): boolean {
  return asked === undefined || values.some((value) => matches(value, asked))
}

function holds(members: VariantGroup['members'], query: unknown): boolean {
  const wanted = typeof query === 'string' ? query.toLowerCase() : ''
  return members.some(({ sku, barcode, name }) =>
    [sku, barcode, name.hu, name.en].some((text) => text.toLowerCase().includes(wanted)),
  )
}
