import type { Product } from '../../world/model.ts'
import { stockTimesAfter } from '../../world/stock-times.ts'
import type { ProductRecord } from '../records.ts'
import { type Fields, requireFields, type Shape } from '../writes/read-fields.ts'
import { alreadyExists, Refusal } from '../writes/refusal.ts'
import { found, type Target, type Writer } from '../writes/writer.ts'
import { applyFields, productShape, readProductFields, STOCKS, worldChange } from './product-fields.ts'
import { recordOfProduct } from './product-record.ts'
import { prepareRelated, related } from './related.ts'

const emptyProduct = {
  ...{ parentId: null, name: { hu: '', en: '' }, description: { hu: '', en: '' }, net: '0.0000', gross: '0' },
  ...{ stocks: [0, 0, 0, 0], status: 'enabled', manufacturer: '', color: { hu: '', en: '' }, tags: [] },
  ...{ categoryIds: [], weight: '0', barcode: '' },
} satisfies Partial<Product>
const unsaved: Product = { ...emptyProduct, id: 0, sku: '', createdAt: 0, updatedAt: 0 }
const emptyRecord: ProductRecord = {
  fields: { orderable: '0', subtractStock: '1', multiplier: '1.0000', multiplierLock: '0', quantity: '0.0000' },
  ...{ links: {}, taxClass: 10, descriptions: new Map(), tagTexts: new Map() },
  pictures: { main: null, others: [] },
  urlAlias: null,
}

function createProductWriter(shape: Shape): Writer {
  return {
    kind: 'product',
    exists: (number, { shop }) => shop.products.get(number) !== null,
    create(body, target) {
      requireFields(body, shape)
      const fields = readProductFields(body, shape, target)
      checkSku(fields, null, target)
      const { shop, formats, rules } = target
      if (rules.productsMax !== null && shop.products.ids().length >= rules.productsMax)
        throw new Refusal(400, 40_015, 'Maximum product count of the plan reached')
      const record = applyFields(emptyRecord, fields)
      const apply = prepareRelated(fields.nested, { productId: null, isReplaced: false }, target)
      const { id } = shop.addProduct({ ...emptyProduct, ...worldChange(fields, unsaved, record) })
      formats.records.products.set(id, record)
      apply(id)
      return id
    },
    update(number, body, target, method) {
      const fields = readProductFields(body, shape, target)
      checkSku(fields, number, target)
      const { shop, formats } = target
      const before = found(shop.products.get(number))
      const record = applyFields(recordOfProduct(before, formats.records), fields)
      const apply = prepareRelated(fields.nested, { productId: number, isReplaced: method === 'PUT' }, target)
      formats.records.products.set(number, record)
      change(before, { fields, record }, target)
      apply(number)
    },
    remove: (number, { shop }) => void shop.deleteProduct(number),
  }
}

export const productWriter = createProductWriter({ ...productShape, required: ['sku'] })
/** https://doc.shoprenter.hu/api/product_extend.html */
export const productExtendWriter = createProductWriter({
  ...productShape,
  nested: [...(productShape.nested ?? []), ...related],
  required: ['sku', 'productDescriptions'],
})

function change(before: Product, { fields, record }: { fields: Fields; record: ProductRecord }, target: Target): void {
  const { shop, rules } = target
  const changed = worldChange(fields, before, record)
  const isStockOnly = Object.keys(fields.values).every((name) => STOCKS.includes(name)) && isEmpty(fields)
  if (rules.stockMovesDateUpdated || !isStockOnly) shop.updateProduct(before.id, changed)
  else shop.products.put({ ...before, ...changed, stockTimes: stockTimesAfter(before, changed, shop.now()) })
}

function isEmpty({ refs, nested }: Fields): boolean {
  return Object.keys(refs).length === 0 && Object.keys(nested).length === 0
}

function checkSku({ values: { sku } }: Fields, number: number | null, { shop: { products }, rules }: Target): void {
  if (sku === undefined) return
  const isTaken = products.ids().some((id) => id !== number && products.get(id)?.sku === sku)
  if (!isTaken) return
  throw rules.duplicateSku === 'conflict' ? alreadyExists() : new Refusal(400, 40_005, 'sku already exists')
}
