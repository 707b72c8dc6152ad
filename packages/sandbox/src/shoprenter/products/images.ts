import type { Formats } from '../formats.ts'
import { rows } from '../read.ts'
import type { ImageRecord } from '../records.ts'
import { readFields, requireFields, type Shape } from '../writes/read-fields.ts'
import { missing, Refusal } from '../writes/refusal.ts'
import { found, type Writer } from '../writes/writer.ts'
import { productsIn } from './read-products.ts'

/** https://doc.shoprenter.hu/api/product_image.html */
const shape: Shape = {
  texts: ['imagePath', 'imageAlt'],
  integers: ['sortOrder'],
  refs: { product: 'product' },
}

export const imageWriter: Writer = {
  kind: 'image',
  exists: (number, { formats }) => formats.records.images.has(number),
  create(body, target) {
    requireFields(body, { required: ['imagePath', 'product'] })
    const { values, refs } = readFields(body, shape, target)
    if (!refs.product) throw missing('product')
    const { records } = target.formats
    const defaults = { id: records.nextNumber(), imagePath: '', imageAlt: '', sortOrder: '0' }
    records.images.set(defaults.id, { ...defaults, ...values, productId: refs.product })
    target.shop.updateProduct(refs.product, {})
    return defaults.id
  },
  update(number, body, target) {
    const { images } = target.formats.records
    const before = found(images.get(number) ?? null)
    const { values, refs } = readFields(body, shape, target)
    if ((refs.product ?? before.productId) !== before.productId) throw new Refusal(400, 40_002, 'product is read-only')
    images.set(number, { ...before, ...values })
    target.shop.updateProduct(before.productId, {})
  },
  remove(number, { shop, formats }) {
    const { productId } = found(formats.records.images.get(number) ?? null)
    formats.records.images.delete(number)
    if (shop.products.get(productId)) shop.updateProduct(productId, {})
  },
}

export const readImages = rows({
  kind: 'image',
  list(read) {
    const products = new Set(productsIn(read).map(({ id }) => id))
    return [...read.formats.records.images.values()]
      .filter(({ productId }) => products.has(productId))
      .map(({ id }) => id)
  },
  one(number, { formats }) {
    const image = formats.records.images.get(number)
    return image ? imageResource(image, formats) : null
  },
})

function imageResource({ id: number, productId, ...fields }: ImageRecord, { href, ids }: Formats) {
  const id = ids.of('image', number)
  return {
    ...{ ...href.one('productImages', id), id, ...fields },
    product: href.one('products', ids.of('product', productId)),
  }
}
