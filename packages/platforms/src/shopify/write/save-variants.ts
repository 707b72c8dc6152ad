import type { Payload } from '../../contract/push-kinds.ts'
import type { WriteOutcome } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import {
  createVariants,
  type ProductSkusQuery,
  type ProductVariantsBulkInput,
  productSkus,
  updateVariants,
} from '../api/graphql/documents.ts'
import { type Connection, readRest } from '../read/connection.ts'
import type { Steps } from './one-by-one.ts'
import { refuse } from './refusal.ts'
import { type GivenVariant, NO_OPTION, optionValues, variantInput } from './variant-input.ts'

type Found = NonNullable<ProductSkusQuery['product']>
type Node = Found['variants']['nodes'][number]

/** Creates and changes variants of a product by SKU; others stay. `null`: done. */
export async function saveVariants(
  product: string,
  { variants = [], options }: Payload<'product.save'>,
  { steps, context }: { steps: Steps; context: ClientContext },
): Promise<WriteOutcome | null> {
  const found = await readSkus(product, context)
  if (!found) return refuse([{ field: ['id'], message: 'Product does not exist' }], 'product')
  const names = found.options.map(({ name }) => name)
  if (options && options.length > 0 && options.join('/') !== names.join('/'))
    return refuse([{ field: ['options'], message: `The product has the options ${names.join(', ')}` }], 'product')
  const idOf = idsOf(found, variants)
  const changed = variants.flatMap((given) => {
    const id = idOf(given)
    return id === undefined ? [] : changedInput(given, id, names)
  })
  const added = variants.filter((given) => idOf(given) === undefined)
  if (changed.length > 0) {
    const answer = await steps.carryOut(context.api.mutate(updateVariants, { product, variants: changed }))
    const errors = answer.productVariantsBulkUpdate?.userErrors ?? []
    if (errors.length > 0) return refuse(errors, 'productVariantsBulkUpdate')
  }
  if (added.length === 0) return null
  const inputs = added.map((given) => addedInput(given, names))
  const answer = await steps.carryOut(context.api.mutate(createVariants, { product, variants: inputs }))
  const errors = answer.productVariantsBulkCreate?.userErrors ?? []
  return errors.length > 0 ? refuse(errors, 'productVariantsBulkCreate') : null
}

/** A product without options has one variant, whatever its SKU. */
function idsOf({ options, variants: { nodes } }: Found, given: readonly GivenVariant[]) {
  const ids = new Map(nodes.map(({ sku, id }) => [sku, id]))
  const [only, ...others] = nodes
  const isAlone = others.length === 0 && options.length === 1 && options[0]?.name === NO_OPTION.option
  const alone = isAlone && given.length === 1 ? only?.id : undefined
  return ({ sku, options: values = [] }: GivenVariant) => ids.get(sku) ?? (values.length === 0 ? alone : undefined)
}

function changedInput(given: GivenVariant, id: string, names: readonly string[]): ProductVariantsBulkInput {
  return { id, ...variantInput(given), ...(given.options && { optionValues: optionValues(names, given) }) }
}

function addedInput(given: GivenVariant, names: readonly string[]): ProductVariantsBulkInput {
  const { inventoryItem, ...values } = variantInput(given)
  return { ...values, optionValues: optionValues(names, given), inventoryItem: { ...inventoryItem, tracked: true } }
}

async function readSkus(id: string, { api }: ClientContext): Promise<Found | null> {
  const { product } = await api.query(productSkus, { id, after: null })
  if (!product) return null
  const read = async (after: string): Promise<Connection<Node> | undefined> =>
    (await api.query(productSkus, { id, after })).product?.variants
  return { ...product, variants: await readRest(product.variants, read) }
}
