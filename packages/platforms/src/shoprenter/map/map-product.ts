import type { Json, MirrorRow } from '../../contract/mirror-rows.ts'
import { add } from '../../map/decimals.ts'
import { decimal, flag, idOf, list, object, text, type Wire } from '../api/wire.ts'
import { byLanguage, type Mapping, preferred } from './mapping.ts'

const STOCKS = ['1', '2', '3', '4']
const statuses: Record<string, string> = { '0': 'disabled', '1': 'enabled', '2': 'deprecated' }

/**
 * Every ShopRenter product, also a variant, is both a product and a purchasable item: one row in each table.
 * https://doc.shoprenter.hu/api/product_extend.html
 */
export function mapProduct(wire: Wire, mapping: Mapping): { product: MirrorRow; variant: MirrorRow } | null {
  const externalId = idOf(wire)
  if (!externalId) return null
  const sourceUpdatedAt = mapping.zone.versionOf(text(wire.dateUpdated))
  const sourceCreatedAt = mapping.zone.toUtc(text(wire.dateCreated))?.toISOString() ?? null
  const product = { source_created_at: sourceCreatedAt, ...productFields(wire, externalId, mapping) }
  const variant = { source_created_at: sourceCreatedAt, ...variantFields(wire, externalId, mapping) }
  return {
    product: { externalId, sourceUpdatedAt, fields: product, raw: wire },
    variant: { externalId, sourceUpdatedAt, fields: variant, raw: sellable(wire) },
  }
}

function productFields(wire: Wire, id: string, { facts }: Mapping): Record<string, Json> {
  const descriptions = byLanguage(list(wire.productDescriptions), facts)
  const shown = preferred(descriptions, facts) ?? {}
  const parent = idOf(wire.parentProduct)
  return {
    // The parent of variants may point to itself.
    parent_external_id: parent === id ? null : parent,
    title: text(shown.name),
    handle: text(list(wire.urlAliases)[0]?.urlAlias),
    status: statuses[text(wire.status) ?? ''] ?? text(wire.status),
    vendor: text(object(wire.manufacturer).name),
    description_html: text(shown.description),
    short_description: text(shown.shortDescription),
    tags: tagsOf(wire, facts.languages, facts.defaultLanguage),
    category_external_ids: list(wire.productCategoryRelations).flatMap(({ category }) => idOf(category) ?? []),
    images: imagesOf(wire),
    texts: Object.fromEntries([...descriptions].map(([code, description]) => [code, textsOf(description)])),
  }
}

function textsOf(description: Wire): Json {
  return {
    title: text(description.name),
    description_html: text(description.description),
    short_description: text(description.shortDescription),
    meta_description: text(description.metaDescription),
    parameters: text(description.parameters),
    unit: text(description.measurementUnit),
  }
}

/** One comma-joined text per language. */
function tagsOf(wire: Wire, languages: Record<string, string>, language: string): string[] {
  const entries = list(wire.productTags)
  const entry = entries.find((item) => languages[idOf(item.language) ?? ''] === language) ?? entries[0]
  const tags = text(entry?.tags)?.split(',') ?? []
  return tags.map((tag) => tag.trim()).filter(Boolean)
}

function imagesOf(wire: Wire): string[] {
  const { mainImage, ...others } = object(wire.allImages)
  return [mainImage, ...Object.values(others)].flatMap((image) => text(image) ?? [])
}

function variantFields(wire: Wire, id: string, { facts, currency }: Mapping): Record<string, Json> {
  const prices = list(wire.productPrices)
  const own = prices.find((price) => flag(object(price.customerGroup).default)) ?? {}
  const gross = decimal(own.gross)
  const original = decimal(own.grossOriginal)
  return {
    product_external_id: id,
    sku: text(wire.sku),
    barcode: text(wire.gtin),
    title: null,
    price: gross,
    price_net: decimal(own.net) ?? decimal(wire.price),
    compare_at_price: original === gross ? null : original,
    cost: decimal(wire.cost),
    currency: text(own.currencyCode) ?? currency,
    prices: prices.map(toPrice),
    stocks: Object.fromEntries(STOCKS.map((place) => [place, Number(decimal(wire[`stock${place}`]) ?? 0)])),
    stock_quantity: STOCKS.slice(0, facts.stockCount).reduce(
      (sum, place) => add(sum, decimal(wire[`stock${place}`]) ?? '0'),
      '0',
    ),
    orderable: flag(wire.orderable),
    weight: decimal(wire.weight),
    options: list(wire.productAttributeExtend).map((attribute) =>
      toOption(attribute, facts.languages, facts.defaultLanguage),
    ),
  }
}

function toPrice(price: Wire): Json {
  const { id, innerId, default: isDefault } = object(price.customerGroup)
  return {
    group: text(id),
    group_number: text(innerId),
    default: flag(isDefault) ?? false,
    net: decimal(price.net),
    gross: decimal(price.gross),
    net_special: decimal(price.netSpecial),
    gross_special: decimal(price.grossSpecial),
    currency: text(price.currencyCode),
  }
}

function toOption(attribute: Wire, languages: Record<string, string>, language: string): Json {
  const values = Array.isArray(attribute.value) ? list(attribute.value) : []
  const shown = values.find((value) => languages[idOf(value.language) ?? ''] === language) ?? values[0]
  return { name: text(attribute.name), value: shown ? text(shown.value) : text(attribute.value) }
}

function sellable({ id, innerId, sku, price, stock1, stock2, stock3, stock4, productPrices, dateUpdated }: Wire): Json {
  const wire = { id, innerId, sku, price, stock1, stock2, stock3, stock4, productPrices, dateUpdated }
  return Object.fromEntries(Object.entries(wire).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
}
