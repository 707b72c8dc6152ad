import type { WorldShop } from '../../world/shop.ts'
import { pairOf, partsOf } from '../ids.ts'
import { rows } from '../read.ts'
import { readFields, requireFields, type Shape } from '../writes/read-fields.ts'
import { alreadyExists, missing } from '../writes/refusal.ts'
import { found, type Writer } from '../writes/writer.ts'
import { relationResource } from './product-resource.ts'
import { productsIn } from './read-products.ts'

const shape: Shape = { refs: { product: 'product', category: 'category' }, required: ['product', 'category'] }

/** Made and deleted, never changed. */
export const relationWriter: Writer = {
  kind: 'productCategory',
  exists: (number, { shop }) => isIn(number, shop),
  create(body, target) {
    requireFields(body, shape)
    const { product, category } = readFields(body, shape, target).refs
    if (!product) throw missing('product')
    if (!category) throw missing('category')
    const number = pairOf(product, category)
    if (isIn(number, target.shop)) throw alreadyExists()
    const { categoryIds } = found(target.shop.products.get(product))
    target.shop.updateProduct(product, { categoryIds: [...categoryIds, category] })
    return number
  },
  remove(number, { shop }) {
    const [productId, category] = partsOf(number)
    const { categoryIds } = found(shop.products.get(productId))
    shop.updateProduct(productId, { categoryIds: categoryIds.filter((each) => each !== category) })
  },
}

export const readRelations = rows({
  kind: 'productCategory',
  list: (read) =>
    productsIn(read).flatMap(({ id, categoryIds }) => categoryIds.map((category) => pairOf(id, category))),
  one: (number, { shop, formats }) => (isIn(number, shop) ? relationResource(...partsOf(number), formats) : null),
})

function isIn(number: number, { products }: WorldShop): boolean {
  const [productId, category] = partsOf(number)
  return products.get(productId)?.categoryIds.includes(category) ?? false
}
