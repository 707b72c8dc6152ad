import { rows } from '../read.ts'
import type { SpecialRecord } from '../records.ts'
import { type Fields, readFields, requireFields, type Shape } from '../writes/read-fields.ts'
import { missing, Refusal } from '../writes/refusal.ts'
import { found, type Target, type Writer } from '../writes/writer.ts'
import { specialsOf } from './prices.ts'
import { specialResource } from './product-resource.ts'
import { productsIn } from './read-products.ts'

/** https://doc.shoprenter.hu/api/product_special.html; the price is net. */
export const specialShape: Shape = {
  texts: ['dateFrom', 'dateTo'],
  amounts: ['price'],
  integers: ['priority', 'minQuantity', 'maxQuantity'],
  refs: { product: 'product', customerGroup: 'group' },
}
const DATE = /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}:\d{2})?$/
const defaults = { priority: '0', dateFrom: '0000-00-00', dateTo: '0000-00-00', minQuantity: '0', maxQuantity: '0' }

export const specialWriter: Writer = {
  kind: 'special',
  exists: (number, { formats }) => formats.records.specials.has(number),
  create(body, target) {
    requireFields(body, { required: ['product', 'price'] })
    const fields = readFields(body, specialShape, target)
    if (!fields.refs.product) throw missing('product')
    return addSpecial(fields.refs.product, fields, target)
  },
  update(number, body, target) {
    const { specials } = target.formats.records
    const before = found(specials.get(number) ?? null)
    const fields = readFields(body, specialShape, target)
    if ((fields.refs.product ?? before.productId) !== before.productId)
      throw new Refusal(400, 40_002, 'product is read-only')
    specials.set(number, applyFields(before, fields))
    target.shop.updateProduct(before.productId, {})
  },
  remove(number, { shop, formats }) {
    const { productId } = found(formats.records.specials.get(number) ?? null)
    formats.records.specials.delete(number)
    if (shop.products.get(productId)) shop.updateProduct(productId, {})
  },
}

export function addSpecial(productId: number, fields: Fields, { shop, formats: { records } }: Target): number {
  const special = applyFields({ id: records.nextNumber(), productId, group: null, fields: defaults }, fields)
  records.specials.set(special.id, special)
  shop.updateProduct(productId, {})
  return special.id
}

export function removeSpecials(productId: number, { formats }: Target): void {
  for (const { id } of specialsOf(productId, formats)) formats.records.specials.delete(id)
}

function applyFields(before: SpecialRecord, { values, refs }: Fields): SpecialRecord {
  for (const name of ['dateFrom', 'dateTo']) {
    const date = values[name]
    if (date && !DATE.test(date)) throw new Refusal(400, 40_017, `${name}: bad date`)
  }
  return {
    ...before,
    fields: { ...before.fields, ...values },
    group: 'customerGroup' in refs ? (refs.customerGroup ?? null) : before.group,
  }
}

export const readSpecials = rows({
  kind: 'special',
  list: (read) => productsIn(read).flatMap(({ id }) => specialsOf(id, read.formats).map((special) => special.id)),
  one(number, { formats }) {
    const special = formats.records.specials.get(number)
    return special ? specialResource(special, formats) : null
  },
})
