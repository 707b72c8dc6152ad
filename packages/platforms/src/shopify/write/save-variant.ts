import type { Change, KindWrites, ReadBack, WriteCapability, WriteOutcome } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { gidOf, numberOf } from '../api/gid.ts'
import { updateVariants, variantValues } from '../api/graphql/documents.ts'
import { inTurn, type Steps } from './one-by-one.ts'
import { type MutationError, refuse } from './refusal.ts'
import { variantInput } from './variant-input.ts'
import { holdsVariant, isVariant } from './variant-values.ts'

type VariantChange = Change<'variant.save'>

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/productVariantsBulkUpdate */
export const saveVariantCapability: WriteCapability<'variant.save'> = {
  class: 'repeatable',
  changesPerCall: 250,
  cost: { unit: 'points', perCall: updateVariants.cost },
  fields: ['sku', 'price', 'compare_at_price', 'barcode', 'weight_grams', 'cost'],
  scopes: ['write_products', 'write_inventory'],
}

/** One call for the variants of a product. A refused variant holds back the others of its product. */
export function createVariantWrites(context: ClientContext): KindWrites<'variant.save'> {
  return {
    objectOf: ({ target }) => ({ resource: 'products', externalId: target.productId }),
    readBack: (changes) => readBack(changes, context),
    async send({ changes }) {
      const groups = [...Map.groupBy(changes, ({ target }) => target.productId).values()]
      const results = await inTurn(groups, (group, steps) => update(group, steps, context))
      const outcomes = new Map<VariantChange, WriteOutcome>()
      groups.forEach((group, index) => {
        const result = results[index] ?? { kind: 'held_back' }
        group.forEach((change, place) => {
          const outcome = Array.isArray(result) ? result[place] : result
          if (outcome) outcomes.set(change, outcome)
        })
      })
      return changes.map((change) => outcomes.get(change) ?? { kind: 'held_back' })
    },
  }
}

async function update(
  group: readonly VariantChange[],
  { carryOut }: Steps,
  { api }: ClientContext,
): Promise<WriteOutcome[]> {
  const product = gidOf('Product', group[0]?.target.productId ?? '')
  const variants = group.map(({ target, payload }) => ({
    id: gidOf('ProductVariant', target.variantId),
    ...variantInput(payload),
  }))
  const { productVariantsBulkUpdate: answer } = await carryOut(api.mutate(updateVariants, { product, variants }))
  const errors = answer?.userErrors ?? []
  if (errors.length === 0) return group.map(() => ({ kind: 'done' }))
  const byRow = Map.groupBy(errors, rowOf)
  const ofAll = byRow.get(null)
  return group.map((_change, row) => {
    const own = ofAll ?? byRow.get(row)
    return own ? refuse(own, 'productVariantsBulkUpdate') : { kind: 'held_back' }
  })
}

/** Index of the variant that an error is about: `["variants","3",…]`. */
function rowOf({ field }: MutationError): number | null {
  const [list, row] = field ?? []
  return list === 'variants' && row !== undefined && /^\d+$/.test(String(row)) ? Number(row) : null
}

async function readBack(changes: readonly VariantChange[], { api }: ClientContext): Promise<ReadBack[]> {
  const ids = [...new Set(changes.map(({ target }) => gidOf('ProductVariant', target.variantId)))]
  const { nodes } = await api.query(variantValues, { ids })
  const found = new Map(nodes.filter(isVariant).map((node) => [numberOf(node.id), node]))
  return changes.map(({ target, payload }) => holdsVariant(payload, found.get(target.variantId)))
}
