import type { Json, MirrorRow, MirrorRows } from '../../contract/mirror-rows.ts'
import { numberOf } from '../api/gid.ts'
import type { ProductPartsFragment, VariantPartsFragment } from '../api/graphql/documents.ts'
import { isoOf, rawOf, timeOf } from './scalars.ts'

const GRAMS: Readonly<Record<string, number>> = { GRAMS: 1, KILOGRAMS: 1_000, OUNCES: 28.349523125, POUNDS: 453.59237 }

/** Products with all of their variants. Prices are in the shop's currency, which variants do not contain. */
export function mapProducts(products: readonly ProductPartsFragment[], currency: string | null): MirrorRows['rows'] {
  return {
    products: products.map(toProduct),
    product_variants: products.flatMap(({ id, variants }) =>
      variants.nodes.map((variant) => toVariant(variant, numberOf(id), currency)),
    ),
  }
}

function toProduct(product: ProductPartsFragment): MirrorRow {
  // Variants have separate rows.
  const { variants: _variants, ...raw } = product
  return {
    externalId: numberOf(product.id),
    sourceUpdatedAt: timeOf(product.updatedAt),
    fields: {
      source_created_at: isoOf(product.createdAt),
      title: product.title,
      handle: product.handle,
      status: product.status,
      vendor: product.vendor || null,
      product_type: product.productType || null,
      description_html: product.descriptionHtml || null,
      tags: [...product.tags],
      category_external_ids: product.collections.nodes.map(({ id }) => numberOf(id)),
      images: product.media.nodes.flatMap((each) => ('image' in each && each.image ? [each.image.url] : [])),
    },
    raw: rawOf(raw),
  }
}

function toVariant(variant: VariantPartsFragment, productId: string, currency: string | null): MirrorRow {
  const { inventoryItem: item } = variant
  return {
    externalId: numberOf(variant.id),
    sourceUpdatedAt: timeOf(variant.updatedAt),
    fields: {
      source_created_at: isoOf(variant.createdAt),
      product_external_id: productId,
      inventory_item_id: numberOf(item.id),
      sku: variant.sku || null,
      barcode: variant.barcode || null,
      title: variant.title,
      position: variant.position,
      price: variant.price,
      compare_at_price: variant.compareAtPrice,
      cost: item.unitCost?.amount ?? null,
      currency,
      stock_quantity: variant.inventoryQuantity === null ? null : String(variant.inventoryQuantity),
      orderable: variant.inventoryPolicy === 'CONTINUE',
      weight: weightOf(item.measurement.weight),
      options: variant.selectedOptions.map(({ name, value }) => ({ name, value })),
    },
    raw: rawOf(variant),
  }
}

type Weight = VariantPartsFragment['inventoryItem']['measurement']['weight']

/** Kilograms with six decimal places, as on every platform. */
function weightOf(weight: Weight): Json {
  const grams = weight && GRAMS[weight.unit]
  return weight && grams ? String(Number(((weight.value * grams) / 1_000).toFixed(6))) : null
}
