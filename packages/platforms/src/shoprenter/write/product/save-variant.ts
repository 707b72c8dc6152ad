import type { Change, KindWrites, ReadBack, WriteCapability, WriteOutcome } from '../../../contract/writes.ts'
import { writeAll } from '../difference.ts'
import { inTurn } from '../in-turn.ts'
import type { WriteContext } from '../write-batch.ts'
import { onceBegun, writeOne } from '../write-one.ts'
import { productAlternatives, VARIANT_FIELDS } from './check-product.ts'
import { productPath, readProduct } from './find-product.ts'
import { variantChanges } from './product-fields.ts'
import { type PriceContext, withTaxRates } from './tax-rate.ts'

type VariantChange = Change<'variant.save'>

export const saveVariantCapability: WriteCapability<'variant.save'> = {
  class: 'read_back_first',
  changesPerCall: 1,
  fields: VARIANT_FIELDS,
  alternatives: { weight_grams: productAlternatives['variants.weight_grams'] ?? '' },
  scopes: ['product.product:write', 'product.product:read', 'taxClass.taxClass:read'],
}

/** A variant is a product of its own. */
export function createVariantWrites(base: WriteContext): KindWrites<'variant.save'> {
  const context = withTaxRates(base)
  return {
    objectOf: ({ target }) => ({ resource: 'products', externalId: target.variantId }),
    send: ({ changes, repeat }) =>
      inTurn(changes, (change) => saveVariant(change, { isRepeat: repeat !== undefined }, context)),
    readBack: (changes) => inTurn(changes, (change) => readBack(change, context)),
  }
}

async function changesOf({ target, payload }: VariantChange, context: PriceContext) {
  const product = await readProduct(target.variantId, context)
  if (product) return variantChanges(payload, { ...context, productId: target.variantId, product })
  return { kind: 'refused' as const, code: 'product_not_found', message: 'The shop has no such product.' }
}

async function saveVariant(
  change: VariantChange,
  repeat: { isRepeat: boolean },
  context: PriceContext,
): Promise<WriteOutcome> {
  const changes = await changesOf(change, context)
  if ('kind' in changes) return changes
  const failed = await writeAll(context, changes.related)
  if (failed || Object.keys(changes.fields).length === 0) return failed ?? { kind: 'done' }
  const finish = async (): Promise<WriteOutcome> => {
    const request = { method: 'PUT' as const, body: changes.fields }
    const answer = await writeOne(context.api, productPath(change.target.variantId), request)
    return answer.kind === 'done' ? { kind: 'done' } : answer
  }
  return changes.related.length > 0 ? onceBegun(finish, repeat) : finish()
}

async function readBack(change: VariantChange, context: PriceContext): Promise<ReadBack> {
  const changes = await changesOf(change, context)
  if ('kind' in changes) return { isAsWanted: false, actual: changes.code }
  const open = [...Object.keys(changes.fields), ...changes.related.map(({ path }) => path)]
  return { isAsWanted: open.length === 0, actual: open }
}
