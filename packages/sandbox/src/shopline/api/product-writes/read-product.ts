import type { Product, Texts } from '../../../world/model.ts'
import { languages, type Translations } from '../../documents/texts.ts'
import type { ProductExtras } from '../../state/product-extras.ts'
import { numberOf } from '../../world-ids.ts'
import type { ApiCall, ApiShop } from '../open-api-types.ts'

type Body = ApiCall['body']

/** What a body changes of a product as a whole: in the world, and in what only SHOPLINE has. */
export interface ProductChange {
  product: Partial<Product>
  extras: Partial<ProductExtras>
}

export const worldStatuses: Readonly<Record<string, Product['status']>> = {
  active: 'enabled',
  draft: 'disabled',
  hidden: 'deprecated',
}
const BRAND_MAX = 100
const KEYWORDS_MAX = 160
/** Fields without a meaning in the world. */
const KEPT = [
  ...['hide_price', 'max_order_quantity', 'location_id', 'seo_title_translations', 'seo_description_translations'],
  ...['seo_keywords', 'mpn', 'tax_type', 'schedule_publish_at', 'is_preorder', 'preorder_limit', 'link'],
  'product_price_tiers',
]

export function mistakeInProduct(body: Body, { world }: ApiShop): string | undefined {
  const { brand, seo_keywords: keywords, status, category_ids: categories } = body
  if (String(brand ?? '').length > BRAND_MAX) return `brand has more than ${BRAND_MAX} characters`
  if (String(keywords ?? '').length > KEYWORDS_MAX) return `seo_keywords has more than ${KEYWORDS_MAX} characters`
  if (status !== undefined && !Object.hasOwn(worldStatuses, String(status))) return 'status is invalid'
  if (categories === undefined) return undefined
  const isKnown = (id: unknown) => world.categories.get(numberOf('category', String(id)) ?? 0) !== null
  return Array.isArray(categories) && categories.every(isKnown) ? undefined : 'category_ids is invalid'
}

/** Fields that the body does not contain stay; so do languages that a text does not contain. */
export function readProduct(body: Body, before: Product | null, extras: ProductExtras): ProductChange {
  const kept = Object.entries(body).filter(([name]) => KEPT.includes(name))
  return {
    product: {
      ...textChange('name', body.title_translations, before),
      ...textChange('description', body.description_translations, before),
      ...(typeof body.brand === 'string' && { manufacturer: body.brand }),
      ...(typeof body.status === 'string' && { status: worldStatuses[body.status] }),
      ...(Array.isArray(body.category_ids) && { categoryIds: body.category_ids.map(toCategory) }),
      ...(body.tags !== undefined && { tags: tagsIn(body.tags) }),
      ...readItem(body),
      ...(typeof body.unlimited_quantity === 'boolean' && {
        written: { ...before?.written, tracked: !body.unlimited_quantity },
      }),
    },
    extras: {
      fields: { ...extras.fields, ...Object.fromEntries(kept) },
      summary: { ...extras.summary, ...translationsIn(body.summary_translations) },
      texts: {
        title: { ...extras.texts.title, ...othersIn(body.title_translations) },
        description: { ...extras.texts.description, ...othersIn(body.description_translations) },
      },
    },
  }
}

/** What a product without variations and a variation have alike. */
export function readItem({ sku, gtin, weight }: Body): Partial<Product> {
  return {
    ...(typeof sku === 'string' && { sku }),
    ...(typeof gtin === 'string' && { barcode: gtin }),
    ...(typeof weight === 'number' && { weight: String(weight) }),
  }
}

/** The world has the shop's language and English. */
function textChange(name: 'name' | 'description', written: unknown, before: Product | null): Partial<Product> {
  if (written === undefined) return {}
  const texts = translationsIn(written)
  const old: Texts = before?.[name] ?? { hu: '', en: '' }
  return { [name]: { hu: texts[languages.own] ?? old.hu, en: texts[languages.other] ?? old.en } }
}

function othersIn(written: unknown): Translations {
  const known: readonly string[] = Object.values(languages)
  return Object.fromEntries(Object.entries(translationsIn(written)).filter(([locale]) => !known.includes(locale)))
}

export function translationsIn(written: unknown): Translations {
  if (typeof written !== 'object' || written === null) return {}
  return Object.fromEntries(Object.entries(written).map(([locale, text]) => [locale, String(text ?? '')]))
}

function toCategory(id: unknown): number {
  return numberOf('category', String(id)) ?? 0
}

/** A list, or a text with commas. */
function tagsIn(tags: unknown): string[] {
  const list = Array.isArray(tags) ? tags : String(tags ?? '').split(',')
  return list.map((tag) => String(tag).trim()).filter(Boolean)
}
