import type { Json, MirrorRow } from '../../mirror-rows.ts'
import type { ShopEvent } from '../../platform.ts'
import { type Body, decimal, idOf, isoTime, list, text, time } from './body.ts'
import { isDated, refetchOf, rowsOf, type When } from './events.ts'

/** Longer lists of variants are cut in webhooks. */
const VARIANTS_MAX = 100

/** A product nobody knew before is also read once, for what no webhook holds. */
export function readNewProduct(body: Body, delivery: When): ShopEvent[] {
  const known = readProduct(body, delivery)
  return known.some(({ kind }) => kind === 'rows') ? [...known, ...refetchOf('products', idOf(body.id))] : known
}

/** The whole product where the body has all of its variants, else a hint. */
export function readProduct(body: Body, delivery: When): ShopEvent[] {
  const externalId = idOf(body.id)
  if (!externalId || !hasAllVariants(body)) return refetchOf('products', externalId)
  const product = toProduct(body, externalId)
  const variants = list(body.variants).flatMap((variant) => toVariant(variant, externalId, body) ?? [])
  if (![product, ...variants].every(isDated)) return refetchOf('products', externalId)
  return rowsOf({ products: [product], product_variants: variants }, delivery)
}

/** `variant_gids` names them all, also where `variants` is cut. */
function hasAllVariants({ variants, variant_gids: named }: Body): boolean {
  const given = new Set(list(variants).flatMap(({ id }) => idOf(id) ?? []))
  if (given.size === 0 || given.size >= VARIANTS_MAX || given.size !== list(variants).length) return false
  return Array.isArray(named) && list(named).every(({ admin_graphql_api_id: gid }) => given.has(idOf(gid) ?? ''))
}

/** Collections are in no webhook, so their column is not named here. */
function toProduct(body: Body, externalId: string): MirrorRow {
  return {
    externalId,
    sourceUpdatedAt: time(body.updated_at),
    fields: {
      source_created_at: isoTime(body.created_at),
      title: text(body.title),
      handle: text(body.handle),
      status: text(body.status)?.toUpperCase() ?? null,
      vendor: text(body.vendor),
      product_type: text(body.product_type),
      description_html: text(body.body_html),
      tags: toTags(body.tags),
      images: list(body.images).flatMap(({ src }) => text(src) ?? []),
    },
    raw: body,
  }
}

/** Neither cost nor weight nor the shop's currency is in a webhook: their columns are not named here. */
function toVariant(variant: Body, productId: string, product: Body): MirrorRow | null {
  const externalId = idOf(variant.id)
  if (!externalId) return null
  return {
    externalId,
    sourceUpdatedAt: time(variant.updated_at),
    fields: {
      source_created_at: isoTime(variant.created_at),
      product_external_id: productId,
      inventory_item_id: idOf(variant.inventory_item_id),
      sku: text(variant.sku),
      barcode: text(variant.barcode),
      title: text(variant.title),
      position: typeof variant.position === 'number' ? variant.position : null,
      price: decimal(variant.price),
      compare_at_price: decimal(variant.compare_at_price),
      stock_quantity: decimal(variant.inventory_quantity),
      orderable: text(variant.inventory_policy) === 'continue',
      options: toOptions(variant, product),
    },
    raw: variant,
  }
}

function toTags(tags: Json | undefined): string[] {
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
