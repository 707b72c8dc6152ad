import { pairOf, partsOf } from '../ids.ts'
import { languages } from '../places.ts'
import { rows } from '../read.ts'
import { readFields, requireFields, type Shape } from '../writes/read-fields.ts'
import { alreadyExists } from '../writes/refusal.ts'
import type { Target, Writer } from '../writes/writer.ts'
import { setTags } from './change-texts.ts'
import { checkOwner, pairIn } from './pair-fields.ts'
import { recordOfProduct, tagsOf } from './product-record.ts'
import { tagResource } from './product-resource.ts'
import { productsIn } from './read-products.ts'

const shape: Shape = { texts: ['tags'], refs: { product: 'product', language: 'language' } }

/** One comma-separated text per product and language, overwritten as a whole. */
export const tagWriter: Writer = {
  kind: 'productTag',
  exists: hasTags,
  create(body, target) {
    requireFields(body, { required: ['product', 'language', 'tags'] })
    const fields = readFields(body, shape, target)
    const number = pairIn(fields)
    if (hasTags(number, target)) throw alreadyExists()
    setTags(...partsOf(number), fields.values.tags ?? '', target)
    return number
  },
  update(number, body, target) {
    const fields = readFields(body, shape, target)
    checkOwner(fields, number)
    if (fields.values.tags !== undefined) setTags(...partsOf(number), fields.values.tags, target)
  },
  remove: (number, target) => setTags(...partsOf(number), null, target),
}

export const readTags = rows({
  kind: 'productTag',
  list: (read) =>
    productsIn(read).flatMap(({ id }) =>
      languages.map((language) => pairOf(id, language.number)).filter((number) => hasTags(number, read)),
    ),
  one(number, read) {
    const [productId, language] = partsOf(number)
    const product = hasTags(number, read) ? read.shop.products.get(productId) : null
    return product && tagResource(product, language, read.formats)
  },
})

export function hasTags(number: number, { shop, formats }: Pick<Target, 'shop' | 'formats'>): boolean {
  const [productId, language] = partsOf(number)
  const product = shop.products.get(productId)
  return product !== null && tagsOf(product, recordOfProduct(product, formats.records), language) !== null
}
