import type { Change, KindWrites, WriteCapability } from '../../../contract/writes.ts'
import type { Wire } from '../../map/shapes.ts'
import { carryOut, type Part, reader } from '../carry-out.ts'
import { oneByOne } from '../one-by-one.ts'
import type { WriteContext } from '../write-context.ts'
import { faultsOfPrices } from './prices.ts'
import { pathOf } from './product-at.ts'
import { VARIANT_FIELDS, variantParts } from './variant-parts.ts'

/** https://open-api.docs.shoplineapp.com/docs/update-product */
export const saveVariantCapability: WriteCapability<'variant.save'> = {
  class: 'repeatable',
  changesPerCall: 1,
  fields: VARIANT_FIELDS,
  scopes: ['products'],
  check: ({ payload }) => faultsOfPrices(payload, 'payload'),
}

/** What a price becomes depends on the one that is there, so the product is read first. */
export function createVariantWrites({ api, now }: WriteContext): KindWrites<'variant.save'> {
  const partsOf = ({ target, payload }: Change<'variant.save'>, product: Wire): Part[] =>
    variantParts({ api, id: target.productId }, target.variantId, payload, product)
  return oneByOne({
    objectOf: ({ target }) => ({ resource: 'products', externalId: target.productId }),
    async send(change, repeat) {
      const read = reader(api, pathOf(change.target.productId))
      const found = await read()
      if (found.kind === 'refused') return found
      return carryOut(partsOf(change, found.object), { read, now, repeat, known: found.object })
    },
    async readBack(change) {
      const found = await reader(api, pathOf(change.target.productId))()
      if (found.kind === 'refused') return { isAsWanted: false, actual: null }
      return { isAsWanted: partsOf(change, found.object).every((part) => part.isIn(found.object)), actual: null }
    },
  })
}
