import { pairOf, partsOf } from '../ids.ts'
import type { Fields } from '../writes/read-fields.ts'
import { missing, Refusal } from '../writes/refusal.ts'

/** The number of what exists once per product and language. */
export function pairIn({ refs: { product, language } }: Fields): number {
  if (!product) throw missing('product')
  if (!language) throw missing('language')
  return pairOf(product, language)
}

/** Product and language are read-only once it exists. */
export function checkOwner({ refs }: Fields, number: number): void {
  const [productId, language] = partsOf(number)
  if ((refs.product ?? productId) !== productId || (refs.language ?? language) !== language)
    throw new Refusal(400, 40_002, 'product and language are read-only')
}
