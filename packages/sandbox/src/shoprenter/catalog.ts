import type { Category, Product } from '../world/model.ts'
import { type Formats, nothing, orNothing } from './formats.ts'
import { encodeId, idOf } from './ids.ts'

const LANGUAGES = [
  { id: 1, code: 'hu' },
  { id: 2, code: 'en' },
] as const
const statuses = { disabled: '0', enabled: '1', deprecated: '2' }
const ZERO_DATE = '-0001-11-30T00:00:00'

export function productResource(product: Product, { href, time, ids }: Formats): Record<string, unknown> {
  const id = ids.of('product', product.id)
  const prices = [8, 6].map((group) => ({
    customerGroup: { id: idOf.group(group), innerId: group, default: group === 8 },
    ...{
      net: product.net,
      netOriginal: product.net,
      netSpecial: null,
      gross: product.gross,
      grossOriginal: product.gross,
      grossSpecial: null,
      currencyCode: 'HUF',
    },
  }))
  return {
    ...href.one('productExtend', id),
    ...{
      id,
      innerId: String(product.id),
      sku: product.sku,
      modelNumber: nothing(product.id),
      gtin: product.barcode,
      orderable: '1',
      price: product.net,
    },
    ...{
      cost: nothing(product.id + 1),
      multiplier: '1.0000',
      multiplierLock: '0',
      loyaltyPoints: nothing(product.id + 2),
    },
    ...Object.fromEntries(product.stocks.map((stock, place) => [`stock${place + 1}`, String(stock)])),
    ...{
      subtractStock: '1',
      quantity: '0.0000',
      mainPicture: `product/${product.sku}.jpg`,
      imageAlt: product.name.hu,
      width: '0.00',
      height: '0.00',
      length: '0.00',
      weight: product.weight,
    },
    ...{
      status: statuses[product.status],
      availableDate: '0000-00-00',
      sortOrder: '0',
      dateCreated: time.write(product.createdAt),
      dateUpdated: time.write(product.updatedAt),
    },
    productAttributeExtend: [
      {
        ...href.one('listAttributes', encodeId('listAttribute', 'attribute_id=2')),
        ...{ type: 'LIST', name: 'szin' },
        value: LANGUAGES.map(({ id: language, code }) => ({
          value: product.color[code],
          language: { ...href.one('languages', idOf.language(language)), id: idOf.language(language) },
        })),
      },
    ],
    productPrices: prices.reverse(),
    taxClass: href.one('taxClasses', encodeId('taxClass', 'tax_class_id=10')),
    parentProduct:
      product.parentId === null
        ? product.id % 2 === 0
          ? nothing(0)
          : href.one('products', id)
        : href.one('products', ids.of('product', product.parentId)),
    manufacturer: {
      ...href.one('manufacturers', encodeId('manufacturer', 'manufacturer_id=2')),
      innerId: '2',
      name: product.manufacturer,
      picture: nothing(3),
      sortOrder: '0',
    },
    allImages: {
      mainImage: `https://${product.sku}.example.com/main.jpg`,
      image1: `https://${product.sku}.example.com/1.jpg`,
    },
    productDescriptions: LANGUAGES.map(({ id: language, code }) => ({
      ...href.one(
        'productDescriptions',
        encodeId('productDescription', `product_id=${product.id}&language_id=${language}`),
      ),
      ...{
        name: product.name[code],
        metaKeywords: nothing(product.id),
        metaDescription: nothing(1),
        shortDescription: nothing(2),
        description: product.description[code],
        parameters: '',
        measurementUnit: 'db',
      },
      ...{ dateUpdated: ZERO_DATE, language: href.one('languages', idOf.language(language)) },
    })),
    productCategoryRelations: product.categoryIds.map((category) => ({
      id: encodeId('productCategory', `product_id=${product.id}&category_id=${category}`),
      ...{ product: href.one('products', id), category: href.one('categories', idOf.category(category)) },
    })),
    productSpecials: [],
    productTags: [{ tags: product.tags.join(','), language: href.one('languages', idOf.language(1)) }],
    customerGroupProductPrices: nothing(product.id + 1),
    urlAliases: {
      id: encodeId('urlAlias', `url_alias_id=${product.id}`),
      type: 'PRODUCT',
      urlAlias: `termek-${product.id}`,
      language: href.one('languages', idOf.language(1)),
    },
  }
}

export function categoryResource(category: Category, { href, time }: Formats): Record<string, unknown> {
  const id = idOf.category(category.id)
  return {
    ...href.one('categoryExtend', id),
    ...{
      id,
      innerId: String(category.id),
      picture: nothing(category.id),
      sortOrder: String(category.position),
      status: category.enabled ? '1' : '0',
      productsStatus: '1',
      groupCode: {},
    },
    ...{ dateCreated: time.write(category.createdAt), dateUpdated: time.write(category.updatedAt) },
    parentCategory:
      category.parentId === null
        ? category.id === 1
          ? href.one('categories', id)
          : {}
        : href.one('categories', idOf.category(category.parentId)),
    centralCategory: {},
    categoryDescriptions: LANGUAGES.map(({ id: language, code }) => ({
      id: encodeId('categoryDescription', `category_id=${category.id}&language_id=${language}`),
      ...{
        name: category.name[code],
        metaKeywords: {},
        description: orNothing('', category.id),
        heading: {},
        category: href.one('categories', id),
        language: href.one('languages', idOf.language(language)),
      },
    })),
    urlAliases: {
      type: 'CATEGORY',
      urlAlias: `kategoria-${category.id}`,
      language: href.one('languages', idOf.language(1)),
    },
  }
}
