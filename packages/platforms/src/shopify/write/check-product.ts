import type { Change } from '../../contract/writes.ts'
import { checkTags } from './check-tags.ts'

type ProductChange = Change<'product.save'>

/** What the form of a product leaves open. */
export function checkProduct({ target, payload }: ProductChange) {
  const fault = (field: string, message: string) => ({ path: `payload.${field}`, message })
  const { options, variants = [], title } = payload
  const faults = checkTags(payload.tags)
  if (target.id === null && title === undefined) faults.push(fault('title', 'is required of a new product'))
  if (options && variants.length === 0) faults.push(fault('options', 'needs variants, which have the values'))
  if (new Set(variants.map(({ sku }) => sku)).size < variants.length)
    faults.push(fault('variants', 'has a SKU twice; it names the variant within the product'))
  const isNew = target.id === null
  variants.forEach((variant, index) => {
    const count = variant.options?.length ?? 0
    if ((isNew || options) && (options?.length ?? 0) !== count)
      faults.push(fault(`variants.${index}.options`, 'has to have a value of every option of the product'))
  })
  return faults
}
