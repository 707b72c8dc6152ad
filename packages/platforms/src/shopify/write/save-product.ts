import type { Change, KindWrites, ReadBack, WriteCapability, WriteOutcome } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { gidOf, numberOf } from '../api/gid.ts'
import { productByIdentifier, productState, setProduct, updateProduct } from '../api/graphql/documents.ts'
import { rawOf } from '../map/scalars.ts'
import { checkProduct } from './check-product.ts'
import { customId, identifierOf, withDefined } from './custom-ids.ts'
import { holds } from './holds.ts'
import { oneByOne, type Steps } from './one-by-one.ts'
import { filesInput, newProductInput, productValues } from './product-input.ts'
import { refuse } from './refusal.ts'
import { saveVariants } from './save-variants.ts'
import { missingTags } from './tag-lists.ts'

type ProductChange = Change<'product.save'>

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/productSet */
export const saveProductCapability: WriteCapability<'product.save'> = {
  // A new product is created under the caller's own id, which a repeat finds; everything else is absolute.
  class: 'repeatable',
  changesPerCall: 1,
  fields: [
    ...['title', 'description_html', 'vendor', 'product_type', 'handle', 'status', 'tags', 'images', 'options'],
    'variants',
  ],
  alternatives: {
    translations: 'Shopify keeps translations apart from the product; register them in its translation app',
  },
  scopes: ['write_products', 'write_inventory'],
  check: checkProduct,
}

interface Deps {
  steps: Steps
  context: ClientContext
}

export function createProductWrites(context: ClientContext): KindWrites<'product.save'> {
  return {
    objectOf: ({ target }, id) => ({ resource: 'products', externalId: id ?? target.id ?? '' }),
    readBack: (changes) => Promise.all(changes.map((change) => readBack(change, context))),
    send: oneByOne((change, steps) => {
      if (change.target.id !== null) return update(change.target.id, change, { steps, context })
      return withDefined(context, customId.productOwnId, async () => {
        const id = await findProduct(change, context)
        // Created by an earlier attempt, perhaps changed in the shop since: nothing that is not named is taken away.
        return id === null ? create(change, { steps, context }) : update(id, change, { steps, context })
      })
    }),
  }
}

function ownIdOf({ target, pushId }: ProductChange): string {
  return target.ownId ?? pushId
}

async function create(change: ProductChange, { steps, context }: Deps): Promise<WriteOutcome> {
  const ownId = ownIdOf(change)
  const { productSet } = await steps.carryOut(
    context.api.mutate(setProduct, {
      identifier: { customId: identifierOf(customId.productOwnId, ownId) },
      input: newProductInput(change.payload, ownId),
    }),
  )
  const product = productSet?.product
  return product ? { kind: 'done', id: numberOf(product.id) } : refuse(productSet?.userErrors ?? [], 'productSet')
}

async function update(number: string, { payload }: ProductChange, deps: Deps): Promise<WriteOutcome> {
  const { steps, context } = deps
  const id = gidOf('Product', number)
  const values = productValues(payload)
  if (Object.values(values).some((value) => value !== undefined)) {
    const { productUpdate } = await steps.carryOut(context.api.mutate(updateProduct, { product: { id, ...values } }))
    const errors = productUpdate?.userErrors ?? []
    if (errors.length > 0) return refuse(errors, 'productUpdate')
  }
  if (payload.images) {
    const { productSet } = await steps.carryOut(
      // Variants and options stay, because they are left out.
      context.api.mutate(setProduct, { identifier: { id }, input: { files: filesInput(payload) } }),
    )
    const errors = productSet?.userErrors ?? []
    if (errors.length > 0) return refuse(errors, 'productSet')
  }
  const refused = payload.variants ? await saveVariants(id, payload, deps) : null
  return refused ?? { kind: 'done', id: number }
}

/** Of a new product whether it is there; of a known one its own values. Variants and images are not compared. */
async function readBack(change: ProductChange, context: ClientContext): Promise<ReadBack> {
  const { target, payload } = change
  if (target.id === null) {
    const id = await findProduct(change, context)
    return { isAsWanted: id !== null, actual: id, ...(id !== null && { id }) }
  }
  const { product } = await context.api.query(productState, { id: gidOf('Product', target.id) })
  if (!product) return { isAsWanted: false, actual: null }
  const { tags, ...texts } = productValues(payload)
  const isComparable = payload.variants === undefined && payload.images === undefined
  const hasTags = !tags || (product.tags.length === tags.length && missingTags(product.tags, tags).length === 0)
  return { isAsWanted: isComparable && holds(texts, product) && hasTags, actual: rawOf(product) }
}

async function findProduct(change: ProductChange, { api }: ClientContext): Promise<string | null> {
  const identifier = { customId: identifierOf(customId.productOwnId, ownIdOf(change)) }
  const { productByIdentifier: product } = await api.query(productByIdentifier, { identifier })
  return product && numberOf(product.id)
}
