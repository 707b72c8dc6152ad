import type { Shape } from '../writes/read-fields.ts'
import { found, type Target } from '../writes/writer.ts'
import { codeOf, HUNGARIAN, recordOfProduct } from './product-record.ts'

/** https://doc.shoprenter.hu/api/product_description.html */
export const descriptionShape: Shape = {
  texts: [
    ...['name', 'shortDescription', 'description', 'metaTitle', 'metaKeywords', 'metaDescription', 'parameters'],
    ...['packagingUnit', 'measurementUnit', 'customContentTitle', 'customContent', 'videoCode', 'robotsMetaTag'],
    ...['customTitle', 'footerSeoText'],
  ],
  refs: { product: 'product', language: 'language' },
}

const noTexts = { hu: '', en: '' }

export function changeTexts(productId: number, language: number, values: Record<string, string>, target: Target): void {
  const { shop, formats } = target
  const product = found(shop.products.get(productId))
  const record = recordOfProduct(product, formats.records)
  const { name, description, ...own } = values
  const descriptions = new Map(record.descriptions)
  descriptions.set(language, { ...descriptions.get(language), ...own })
  formats.records.products.set(productId, { ...record, descriptions })
  const code = codeOf(language)
  shop.updateProduct(productId, {
    ...(name !== undefined && { name: { ...product.name, [code]: name } }),
    ...(description !== undefined && { description: { ...product.description, [code]: description } }),
  })
}

export function removeTexts(productId: number, language: number, target: Target): void {
  const { shop, formats } = target
  const product = found(shop.products.get(productId))
  const record = recordOfProduct(product, formats.records)
  const descriptions = new Map(record.descriptions)
  descriptions.delete(language)
  formats.records.products.set(productId, { ...record, descriptions })
  const code = codeOf(language)
  shop.updateProduct(productId, {
    name: { ...product.name, [code]: '' },
    description: { ...product.description, [code]: '' },
  })
}

export function clearTexts(productId: number, { shop, formats }: Target): void {
  const record = recordOfProduct(found(shop.products.get(productId)), formats.records)
  formats.records.products.set(productId, { ...record, descriptions: new Map() })
  shop.updateProduct(productId, { name: noTexts, description: noTexts })
}

/** One text per language, separated by commas; `null` deletes it. */
export function setTags(productId: number, language: number, text: string | null, { shop, formats }: Target): void {
  const product = found(shop.products.get(productId))
  const record = recordOfProduct(product, formats.records)
  const tagTexts = new Map(record.tagTexts)
  if (text === null) tagTexts.delete(language)
  else tagTexts.set(language, text)
  formats.records.products.set(productId, { ...record, tagTexts })
  const tags = (text ?? '').split(',').map((tag) => tag.trim())
  shop.updateProduct(productId, language === HUNGARIAN ? { tags: tags.filter(Boolean) } : {})
}
