import { pairOf, partsOf } from '../ids.ts'
import { type Read, rows } from '../read.ts'
import { readFields, requireFields } from '../writes/read-fields.ts'
import { alreadyExists } from '../writes/refusal.ts'
import type { Target, Writer } from '../writes/writer.ts'
import { changeTexts, descriptionShape, removeTexts } from './change-texts.ts'
import { checkOwner, pairIn } from './pair-fields.ts'
import { recordOfProduct } from './product-record.ts'
import { descriptionResource } from './product-resource.ts'
import { productsIn } from './read-products.ts'

const required = ['product', 'language', 'name']

/** One per product and language. */
export const descriptionWriter: Writer = {
  kind: 'description',
  exists: hasDescription,
  create(body, target) {
    requireFields(body, { required })
    const fields = readFields(body, descriptionShape, target)
    const number = pairIn(fields)
    if (hasDescription(number, target)) throw alreadyExists()
    changeTexts(...partsOf(number), fields.values, target)
    return number
  },
  update(number, body, target) {
    const fields = readFields(body, descriptionShape, target)
    checkOwner(fields, number)
    changeTexts(...partsOf(number), fields.values, target)
  },
  remove: (number, target) => removeTexts(...partsOf(number), target),
}

export const readDescriptions = rows({
  kind: 'description',
  list: (read) =>
    productsIn(read).flatMap((product) =>
      [...recordOfProduct(product, read.formats.records).descriptions.keys()]
        .filter((language) => isListed(language, read))
        .map((language) => pairOf(product.id, language)),
    ),
  one(number, read) {
    const [productId, language] = partsOf(number)
    const product = hasDescription(number, read) ? read.shop.products.get(productId) : null
    return product && descriptionResource(product, language, read.formats)
  },
})

export function hasDescription(number: number, { shop, formats }: Pick<Target, 'shop' | 'formats'>): boolean {
  const [productId, language] = partsOf(number)
  const product = shop.products.get(productId)
  return product !== null && recordOfProduct(product, formats.records).descriptions.has(language)
}

function isListed(language: number, { query, formats }: Read): boolean {
  const id = query.get('languageId')
  return id === null || formats.ids.find('language', id) === language
}
