import type { Product } from '../../world/model.ts'
import { languages, taxClasses } from '../places.ts'
import type { ProductRecord, Records } from '../records.ts'

const DEFAULT_TAX_CLASS = 10
/** The language of the world's tags. */
export const HUNGARIAN = 1

/** One product is asked for its record many times in an answer. */
const computed = new WeakMap<Product, ProductRecord>()

/** Of a product that no program has written: from the world. */
export function recordOfProduct(product: Product, { products }: Pick<Records, 'products'>): ProductRecord {
  const known = products.get(product.id) ?? computed.get(product)
  if (known) return known
  const record = compute(product)
  computed.set(product, record)
  return record
}

function compute({ sku, name }: Product): ProductRecord {
  return {
    fields: {
      ...{ orderable: '1', multiplier: '1.0000', multiplierLock: '0', subtractStock: '1', quantity: '0.0000' },
      ...{ mainPicture: `product/${sku}.jpg`, imageAlt: name.hu, width: '0.00', height: '0.00', length: '0.00' },
      ...{ availableDate: '0000-00-00', sortOrder: '0' },
    },
    links: {},
    taxClass: DEFAULT_TAX_CLASS,
    descriptions: new Map(languages.map(({ number }) => [number, { parameters: '', measurementUnit: 'db' }])),
    tagTexts: new Map(),
    pictures: { main: `https://${sku}.example.com/main.jpg`, others: [`https://${sku}.example.com/1.jpg`] },
    urlAlias: null,
  }
}

export function codeOf(language: number) {
  return languages.find(({ number }) => number === language)?.code ?? 'hu'
}

export function taxRateOf({ taxClass }: ProductRecord): string {
  return taxClasses.find(({ number }) => number === taxClass)?.rate ?? '0'
}

/** One text per language, separated by commas; `null` where there is none. */
export function tagsOf(product: Product, { tagTexts }: ProductRecord, language: number): string | null {
  if (language === HUNGARIAN && product.tags.length > 0) return product.tags.join(',')
  return tagTexts.get(language) ?? null
}

/** The shop's own, unless one was given. */
export function urlAliasOf({ id }: Product, { urlAlias }: ProductRecord): string {
  return urlAlias ?? `termek-${id}`
}

/** The main picture first. */
export function picturesOf(product: Product, records: Records): string[] {
  const { main, others } = recordOfProduct(product, records).pictures
  const images = [...records.images.values()].filter(({ productId }) => productId === product.id)
  const added = images
    .sort((a, b) => Number(a.sortOrder) - Number(b.sortOrder))
    .map(({ imagePath }) => pictureUrl(imagePath))
  return [...(main === null ? [] : [main]), ...others, ...added]
}

export function pictureUrl(path: string): string {
  return `https://minta.cdn.shoprenter.hu/image/data/${path}`
}
