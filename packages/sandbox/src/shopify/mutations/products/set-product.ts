import type { CustomId } from '../../nodes/custom-ids.ts'
import { findByHandle, groupWithCustomId } from '../../nodes/find-product.ts'
import type { NodeDeps, Subject } from '../../nodes/node.ts'
import type { ProductGroup } from '../../nodes/product-groups.ts'
import { productNode } from '../../nodes/refs.ts'
import { readId } from '../input/read-id.ts'
import { problem, type UserError } from '../user-error.ts'
import { productProblems } from './product-change.ts'
import type { ProductInput } from './product-input.ts'
import { namesOf, putProduct } from './put-product.ts'
import { optionsIn, variantProblems } from './variant-change.ts'

export interface ProductIdentifier {
  id?: string
  handle?: string
  customId?: CustomId
}

const OPTIONS_MAX = 3

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/productSet: made, or changed if it is there. */
export function setProductSubject(deps: NodeDeps): Subject {
  const { productGroups } = deps
  return {
    resolvers: {
      Mutation: {
        productSet(_source, { input, identifier }) {
          const wanted = input as ProductInput
          const by = identifier as ProductIdentifier | undefined
          const known = findGroup(by ?? { ...(wanted.id && { id: wanted.id }) }, deps)
          const userErrors = problemsOf(wanted, by, known, deps)
          if (userErrors.length > 0) return { product: null, productSetOperation: null, userErrors }
          const id = putProduct(withIdentity(wanted, by, known), known, deps)
          const group = productGroups().get(id)
          return { product: group ? productNode(group) : null, productSetOperation: null, userErrors: [] }
        },
      },
    },
  }
}

export function findGroup({ id, handle, customId }: ProductIdentifier, deps: NodeDeps): ProductGroup | null {
  const groups = deps.productGroups()
  const number = id
    ? readId(id, 'Product')
    : customId
      ? groupWithCustomId(deps, customId)
      : handle && findByHandle(handle, groups)
  return (number && groups.get(number)) || null
}

/** A product that is made has what it was looked for by. */
function withIdentity(
  input: ProductInput,
  by: ProductIdentifier | undefined,
  known: ProductGroup | null,
): ProductInput {
  if (known || !by) return input
  if (by.handle) return { ...input, handle: input.handle ?? by.handle }
  return by.customId ? { ...input, metafields: [...(input.metafields ?? []), { ...by.customId, type: 'id' }] } : input
}

function problemsOf(
  input: ProductInput,
  by: ProductIdentifier | undefined,
  known: ProductGroup | null,
  deps: NodeDeps,
): UserError[] {
  const { world, productGroups } = deps
  const at = (path: string[], message: string, code: string) => [problem(['input', ...path], message, code)]
  if (by && input.id != null) return at(['id'], 'id is not allowed if identifier is provided', 'ID_NOT_ALLOWED')
  if ((by?.id ?? input.id) && !known)
    return [problem(by ? ['identifier', 'id'] : ['input', 'id'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')]
  if (by?.handle && input.handle && by.handle !== input.handle)
    return at(['handle'], 'The handle does not match the identifier', 'INPUT_MISMATCH')
  if (input.productOptions && !input.variants)
    return at(['variants'], 'Variants input is required when updating product options', 'VARIANTS_INPUT_MISSING')
  if (input.variants && !input.productOptions)
    return at(
      ['productOptions'],
      'Product options input is required when updating variants',
      'PRODUCT_OPTIONS_INPUT_MISSING',
    )
  if ((input.productOptions?.length ?? 0) > OPTIONS_MAX)
    return at(['productOptions'], `A product can have at most ${OPTIONS_MAX} options`, 'OPTIONS_OVER_LIMIT')
  const context = { world, groups: productGroups(), known, path: ['input'] }
  return [...productProblems(input, context), ...variantErrors(input, known, deps)]
}

function variantErrors(input: ProductInput, known: ProductGroup | null, { world }: NodeDeps): UserError[] {
  const names = namesOf(input, known)
  const variants = input.variants ?? []
  const keys = variants.map((variant) => JSON.stringify(optionsIn(variant, names)))
  return variants.flatMap((variant, index) => {
    const path = ['input', 'variants', String(index)]
    const options = optionsIn(variant, names)
    if (options.some(({ value }) => value === ''))
      return [problem([...path, 'optionValues'], 'Option values are missing', 'OPTION_VALUES_MISSING')]
    const unknown = options.find(({ name, value }) => {
      const values = input.productOptions?.find((option) => option.name === name)?.values
      return values && !values.some((each) => each.name === value)
    })
    if (unknown)
      return [
        problem(
          [...path, 'optionValues'],
          `The option value ${unknown.value} does not exist`,
          'OPTION_VALUE_DOES_NOT_EXIST',
        ),
      ]
    if (variant.id != null && !known?.members.some(({ id }) => id === readId(variant.id, 'ProductVariant')))
      return [problem([...path, 'id'], 'Product variant does not exist', 'PRODUCT_VARIANT_DOES_NOT_EXIST')]
    // Of these there is no code.
    if (keys.indexOf(keys[index] ?? '') !== index) {
      const title = options.map(({ value }) => value).join(' / ')
      return [problem(path, `The variant '${title}' already exists. Please change at least one option value.`)]
    }
    return variantProblems(variant, path, 'INVALID_VARIANT', world)
  })
}
