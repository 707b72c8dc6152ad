import type { Json, MirrorRow } from '../../contract/mirror-rows.ts'
import { mapVariant } from './map-variant.ts'
import { rawOf } from './raw.ts'
import type { MapContext, Wire } from './shapes.ts'
import { textsOf, translated } from './texts.ts'
import { idOf, isoOf, list, object, text, timeOf, words } from './wire.ts'

const TEXTS = {
  title: 'title_translations',
  short_description: 'summary_translations',
  description_html: 'description_translations',
  seo_title: 'seo_title_translations',
  seo_description: 'seo_description_translations',
}

/** https://open-api.docs.shoplineapp.com/docs/get-products */
export function mapProduct(wire: Wire, context: MapContext): { product: MirrorRow; variants: MirrorRow[] } | null {
  const externalId = idOf(wire)
  if (!externalId) return null
  const product = {
    externalId,
    sourceUpdatedAt: timeOf(wire.updated_at),
    fields: { source_created_at: isoOf(wire.created_at), ...fieldsOf(wire, context) },
    raw: rawOf(wire),
  }
  const variants = sellablesOf(wire).flatMap((each, position) =>
    mapVariant(each, { product: wire, productId: externalId, position, context }),
  )
  return { product, variants }
}

/** The purchasable items: the variations, or the product itself if it has none. */
export function sellablesOf(product: Wire): Wire[] {
  const variations = list(product.variations).filter((variation) => idOf(variation) !== null)
  return variations.length > 0 ? variations : [product]
}

function fieldsOf(wire: Wire, context: MapContext): Record<string, Json> {
  return {
    title: translated(wire.title_translations, context),
    handle: text(wire.handle),
    status: text(wire.status),
    vendor: text(wire.brand),
    product_type: text(wire.type),
    description_html: translated(wire.description_translations, context),
    short_description: translated(wire.summary_translations, context),
    tags: words(wire.tags),
    category_external_ids: words(wire.category_ids),
    images: list(wire.medias).flatMap((media) => imageOf(media) ?? []),
    texts: textsOf(wire, TEXTS),
  }
}

/** The URL of the original size, otherwise of the first one. */
function imageOf(media: Wire): string | null {
  const { original, ...others } = object(media.images)
  const sizes = [original, ...Object.values(others)].map((size) => text(object(size).url))
  return sizes.find((url) => url !== null) ?? text(media.url)
}
