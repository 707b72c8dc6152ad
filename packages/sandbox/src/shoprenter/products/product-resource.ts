import type { Product } from '../../world/model.ts'
import { type Formats, nothing, orNothing } from '../formats.ts'
import { encodeId, idOf, pairOf } from '../ids.ts'
import { DEFAULT_GROUP, groups, languages } from '../places.ts'
import type { SpecialRecord } from '../records.ts'
import { priceFor, specialsOf } from './prices.ts'
import { codeOf, picturesOf, recordOfProduct, tagsOf, urlAliasOf } from './product-record.ts'

const statuses = { disabled: '0', enabled: '1', deprecated: '2' }
const ZERO_DATE = '-0001-11-30T00:00:00'

/** https://doc.shoprenter.hu/api/product_extend.html */
export function productResource(product: Product, formats: Formats): Record<string, unknown> {
  const { href, time, ids, records } = formats
  const id = ids.of('product', product.id)
  const record = recordOfProduct(product, records)
  const { fields, links } = record
  return {
    ...href.one('productExtend', id),
    ...{ id, innerId: String(product.id), ...fields, sku: product.sku, gtin: product.barcode, price: product.net },
    modelNumber: orNothing(fields.modelNumber ?? '', product.id),
    cost: orNothing(fields.cost ?? '', product.id + 1),
    loyaltyPoints: orNothing(fields.loyaltyPoints ?? '', product.id + 2),
    ...Object.fromEntries(product.stocks.map((stock, place) => [`stock${place + 1}`, String(stock)])),
    ...{ weight: product.weight, status: statuses[product.status] },
    ...{ dateCreated: time.write(product.createdAt), dateUpdated: time.write(product.updatedAt) },
    ...Object.fromEntries(Object.entries(links).map(([name, link]) => [name, href.one(`${name}s`, link)])),
    productAttributeExtend: attributes(product, formats),
    productPrices: pricesOf(product, formats),
    taxClass: href.one('taxClasses', idOf.taxClass(record.taxClass)),
    parentProduct: parent(product, id, formats),
    manufacturer: {
      ...href.one('manufacturers', encodeId('manufacturer', 'manufacturer_id=2')),
      ...{ innerId: '2', name: product.manufacturer, picture: nothing(3), sortOrder: '0' },
    },
    allImages: Object.fromEntries(
      picturesOf(product, records).map((url, index) => [index === 0 ? 'mainImage' : `image${index}`, url]),
    ),
    productDescriptions: [...record.descriptions.keys()].map((language) =>
      descriptionResource(product, language, formats),
    ),
    productCategoryRelations: product.categoryIds.map((category) => relationResource(product.id, category, formats)),
    productSpecials: specialsOf(product.id, formats).map((special) => specialResource(special, formats)),
    productTags: languages
      .filter(({ number }) => tagsOf(product, record, number) !== null)
      .map(({ number }) => tagResource(product, number, formats)),
    customerGroupProductPrices: nothing(product.id + 1),
    urlAliases: {
      id: encodeId('urlAlias', `url_alias_id=${product.id}`),
      ...{ type: 'PRODUCT', urlAlias: urlAliasOf(product, record), language: href.one('languages', idOf.language(1)) },
    },
  }
}

function attributes({ color }: Product, { href }: Formats): Record<string, unknown>[] {
  return [
    {
      ...href.one('listAttributes', encodeId('listAttribute', 'attribute_id=2')),
      ...{ type: 'LIST', name: 'szin' },
      value: languages.map(({ number, code }) => ({
        value: color[code],
        language: { ...href.one('languages', idOf.language(number)), id: idOf.language(number) },
      })),
    },
  ]
}

function pricesOf(product: Product, formats: Formats): Record<string, unknown>[] {
  return groups
    .map(({ number }) => ({
      customerGroup: { id: idOf.group(number), innerId: number, default: number === DEFAULT_GROUP },
      ...priceFor(product, number, formats),
      currencyCode: 'HUF',
    }))
    .reverse()
}

/** The parent of variants has none, or points to itself. */
function parent({ id: number, parentId }: Product, id: string, { href, ids }: Formats): unknown {
  if (parentId !== null) return href.one('products', ids.of('product', parentId))
  return number % 2 === 0 ? nothing(0) : href.one('products', id)
}

/** https://doc.shoprenter.hu/api/product_description.html */
export function descriptionResource(product: Product, language: number, { href, ids, records }: Formats) {
  const id = idOf.description(pairOf(product.id, language))
  const fields = recordOfProduct(product, records).descriptions.get(language) ?? {}
  const shown = (name: string, seed: number) => orNothing(fields[name] ?? '', seed)
  return {
    ...{ ...href.one('productDescriptions', id), id, ...fields },
    ...{ name: product.name[codeOf(language)], description: product.description[codeOf(language)] },
    ...{ metaKeywords: shown('metaKeywords', product.id), metaDescription: shown('metaDescription', 1) },
    ...{ shortDescription: shown('shortDescription', 2), dateUpdated: ZERO_DATE },
    product: href.one('products', ids.of('product', product.id)),
    language: href.one('languages', idOf.language(language)),
  }
}

export function tagResource(product: Product, language: number, { href, ids, records }: Formats) {
  const id = idOf.productTag(pairOf(product.id, language))
  return {
    ...{ ...href.one('productTags', id), id },
    tags: tagsOf(product, recordOfProduct(product, records), language),
    product: href.one('products', ids.of('product', product.id)),
    language: href.one('languages', idOf.language(language)),
  }
}

export function relationResource(productId: number, category: number, { href, ids }: Formats) {
  const id = idOf.productCategory(pairOf(productId, category))
  return {
    ...{ ...href.one('productCategoryRelations', id), id },
    product: href.one('products', ids.of('product', productId)),
    category: href.one('categories', idOf.category(category)),
  }
}

/** https://doc.shoprenter.hu/api/product_special.html */
export function specialResource(special: SpecialRecord, { href, ids }: Formats) {
  const id = ids.of('special', special.id)
  return {
    ...{ ...href.one('productSpecials', id), id, ...special.fields },
    product: href.one('products', ids.of('product', special.productId)),
    customerGroup: special.group === null ? {} : href.one('customerGroups', idOf.group(special.group)),
  }
}
