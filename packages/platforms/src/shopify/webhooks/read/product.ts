import type { Json } from '../../../contract/mirror-rows.ts'
import type { ShopEvent } from '../../../contract/shop-event.ts'
import { type Body, decimal, idOf, isoTime, list, text, time } from './body.ts'
import { type Column, capitals, items, key, type Part, readColumns, word } from './columns.ts'
import { isDated, refetchOf, rowsOf, type When } from './events.ts'

/** Webhooks truncate longer lists of variants. */
const VARIANTS_MAX = 100

/** A new product is also read once, for columns that no webhook contains. */
export function readNewProduct(body: Body, delivery: When): ShopEvent[] {
  const rows = readProduct(body, delivery).filter(({ kind }) => kind === 'rows')
  return [...rows, ...refetchOf('products', idOf(body.id))]
}

/** The complete product if the body has all of its variants, otherwise a hint. */
export function readProduct(body: Body, delivery: When): ShopEvent[] {
  const externalId = idOf(body.id)
  if (!externalId || !hasAllVariants(body)) return refetchOf('products', externalId)
  const product = toProduct(body, externalId)
  const variants = list(body.variants).flatMap((variant) => toVariant(variant, externalId, body) ?? [])
  const parts = [product, ...variants]
  if (!parts.every(({ row }) => isDated(row))) return refetchOf('products', externalId)
  const rows = { products: [product.row], product_variants: variants.map(({ row }) => row) }
  return [
    ...rowsOf(rows, delivery),
    ...(parts.every(({ isWhole }) => isWhole) ? [] : refetchOf('products', externalId)),
  ]
}

/** `variant_gids` has all ids, also when `variants` is truncated. */
function hasAllVariants({ variants, variant_gids: named }: Body): boolean {
  const given = new Set(list(variants).flatMap(({ id }) => idOf(id) ?? []))
  if (given.size === 0 || given.size >= VARIANTS_MAX || given.size !== list(variants).length) return false
  return Array.isArray(named) && list(named).every(({ admin_graphql_api_id: gid }) => given.has(idOf(gid) ?? ''))
}

/** Webhooks contain no collections, so their column is left out. */
const productColumns: Readonly<Record<string, Column>> = {
  source_created_at: key('created_at', isoTime),
  title: key('title', text),
  handle: key('handle', text),
  // Bodies of versions before 2025-10, which are out of use, said active for unlisted.
  status: word('status', capitals('active', 'archived', 'draft', 'unlisted')),
  vendor: key('vendor', text),
  product_type: key('product_type', text),
  description_html: key('body_html', text),
  tags: key('tags', toTags),
  images: items('images', (images) => images.flatMap(({ src }) => text(src) ?? [])),
}

function toProduct(body: Body, externalId: string): Part {
  const { fields, isWhole } = readColumns(body, productColumns)
  return { row: { externalId, sourceUpdatedAt: time(body.updated_at), fields, raw: body }, isWhole }
}

/** Webhooks contain neither cost, weight nor currency, so their columns are left out. */
const variantColumns: Readonly<Record<string, Column>> = {
  source_created_at: key('created_at', isoTime),
  inventory_item_id: key('inventory_item_id', idOf),
  sku: key('sku', text),
  barcode: key('barcode', text),
  title: key('title', text),
  position: key('position', (position) => (typeof position === 'number' ? position : null)),
  price: key('price', decimal),
  compare_at_price: key('compare_at_price', decimal),
  stock_quantity: key('inventory_quantity', decimal),
  orderable: ({ inventory_policy: policy }) =>
    policy === 'continue' || policy === 'deny' ? policy === 'continue' : undefined,
}

function toVariant(variant: Body, productId: string, product: Body): Part | null {
  const externalId = idOf(variant.id)
  if (!externalId) return null
  const { fields, isWhole } = readColumns(variant, {
    ...variantColumns,
    options: ({ option1 }) =>
      option1 === undefined || product.options === undefined ? undefined : toOptions(variant, product),
  })
  const row = {
    ...{ externalId, sourceUpdatedAt: time(variant.updated_at), raw: variant },
    fields: { ...fields, product_external_id: productId },
    isPartial: true,
  }
  return { row, isWhole }
}

function toTags(tags: Json): string[] {
  return (text(tags) ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean)
}

function toOptions(variant: Body, product: Body): Json {
  return [1, 2, 3].flatMap((position) => {
    const value = text(variant[`option${position}`])
    const option = list(product.options).find((each) => each.position === position)
    return value === null ? [] : [{ name: text(option?.name), value }]
  })
}
