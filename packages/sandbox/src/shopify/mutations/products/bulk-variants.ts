import type { Product } from '../../../world/model.ts'
import type { NodeDeps, Subject } from '../../nodes/node.ts'
import { findVariant, type ProductGroup } from '../../nodes/product-groups.ts'
import { optionsOfVariant } from '../../nodes/product-options.ts'
import { productNode, variantNode } from '../../nodes/refs.ts'
import { readId } from '../input/read-id.ts'
import { problem, type UserError } from '../user-error.ts'
import { passedOn } from './product-change.ts'
import type { VariantInput } from './product-input.ts'
import { addVariant, namesOf } from './put-product.ts'
import { isSameVariant, optionsIn, variantChange, variantProblems } from './variant-change.ts'

interface Arguments {
  productId: string
  variants: readonly VariantInput[]
  allowPartialUpdates?: boolean
  strategy?: 'DEFAULT' | 'PRESERVE_STANDALONE_VARIANT' | 'REMOVE_STANDALONE_VARIANT'
  variantsIds: readonly string[]
}

type Done = { variants: readonly Product[]; userErrors: readonly UserError[] }

/** Variants of one product: https://shopify.dev/docs/api/admin-graphql/latest/mutations/productVariantsBulkUpdate */
export function bulkVariantSubject(deps: NodeDeps): Subject {
  const act = (run: (group: ProductGroup, args: Arguments) => Done) => (_source: unknown, args: object) => {
    const wanted = args as Arguments
    const id = readId(wanted.productId, 'Product')
    const group = deps.productGroups().get(id)
    if (!group) {
      const userErrors = [problem(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')]
      return { product: null, productVariants: null, userErrors }
    }
    const { variants, userErrors } = run(group, wanted)
    const after = deps.productGroups().get(id)
    const productVariants = variants.flatMap(({ id: variant }) => findVariant(variant, deps) ?? []).map(variantNode)
    return { product: after ? productNode(after) : null, productVariants, userErrors }
  }
  return {
    resolvers: {
      Mutation: {
        productVariantsBulkCreate: act((group, args) => create(group, args, deps)),
        productVariantsBulkUpdate: act((group, args) => update(group, args, deps)),
        productVariantsBulkDelete: act((group, args) => remove(group, args, deps)),
      },
    },
  }
}

function refused(userErrors: readonly UserError[]): Done {
  return { variants: [], userErrors }
}

function isLoneDefault({ members: [first, ...more] }: ProductGroup): boolean {
  return first !== undefined && more.length === 0 && optionsOfVariant(first)[0]?.value === 'Default Title'
}

/** The one variant of a product without options goes, unless it is to stay. */
function create(group: ProductGroup, { variants, strategy }: Arguments, deps: NodeDeps): Done {
  const names = namesOf({}, group)
  const errors = variants.flatMap((input, index) => {
    const path = ['variants', String(index)]
    const options = optionsIn(input, names)
    const isThere = group.members.some((member) => isSameVariant(member, options))
    if (options.some(({ value }) => value === ''))
      return [problem([...path, 'optionValues'], 'You need to add option values', 'NEED_TO_ADD_OPTION_VALUES')]
    if (isThere) return [existing(path, options)]
    return variantProblems(input, path, 'GREATER_THAN_OR_EQUAL_TO', deps.world)
  })
  const [head] = group.members
  if (errors.length > 0 || !head) return refused(errors)
  const replaces = isLoneDefault(group) && strategy !== 'PRESERVE_STANDALONE_VARIANT'
  const added = variants.map((input) => addVariant(input, head, names, deps))
  const [first] = added
  if (replaces && first) {
    deps.world.updateProduct(first.id, passedOn(head, first))
    deps.world.deleteProduct(head.id)
  }
  return { variants: added, userErrors: [] }
}

function existing(path: string[], options: ReturnType<typeof optionsIn>): UserError {
  const title = options.map(({ value }) => value).join(' / ')
  const message = `The variant '${title}' already exists. Please change at least one option value.`
  return problem(path, message, 'VARIANT_ALREADY_EXISTS')
}

/** All or nothing, unless a part may be done. */
function update(group: ProductGroup, { variants, allowPartialUpdates }: Arguments, deps: NodeDeps): Done {
  const judged = variants.map((input, index) => judge(group, input, ['variants', String(index)], deps))
  const userErrors = judged.flatMap(({ errors }) => errors)
  if (userErrors.length > 0 && !allowPartialUpdates) return refused(userErrors)
  const changed = judged.flatMap(({ input, variant, options, errors }) =>
    errors.length > 0 || !variant
      ? []
      : [deps.world.updateProduct(variant.id, variantChange(input, variant, options, deps.world))],
  )
  return { variants: changed, userErrors }
}

function judge(group: ProductGroup, input: VariantInput, path: string[], { world }: NodeDeps) {
  const id = input.id == null ? null : readId(input.id, 'ProductVariant')
  const variant = group.members.find((member) => member.id === id) ?? null
  const options = input.optionValues ? optionsIn(input, namesOf({}, group)) : variant ? optionsOfVariant(variant) : []
  const isTaken = group.members.some((member) => member !== variant && isSameVariant(member, options))
  const errors =
    id === null
      ? [problem([...path, 'id'], 'Product variant is missing ID attribute', 'PRODUCT_VARIANT_ID_MISSING')]
      : !variant
        ? [problem([...path, 'id'], 'Product variant does not exist', 'PRODUCT_VARIANT_DOES_NOT_EXIST')]
        : input.inventoryQuantities
          ? [
              problem(
                [...path, 'inventoryQuantities'],
                'Inventory quantities can only be provided during create. To update inventory for existing variants, use inventoryAdjustQuantities.',
                'NO_INVENTORY_QUANTITIES_ON_VARIANTS_UPDATE',
              ),
            ]
          : isTaken
            ? [existing(path, options)]
            : variantProblems(input, path, 'GREATER_THAN_OR_EQUAL_TO', world)
  return { input, variant, options, errors }
}

function remove(group: ProductGroup, { variantsIds }: Arguments, { world }: NodeDeps): Done {
  const wanted = new Set(variantsIds.map((id) => readId(id, 'ProductVariant')))
  const members = group.members.filter(({ id }) => wanted.has(id))
  if (members.length < wanted.size)
    return refused([
      problem(
        ['variantsIds'],
        'At least one variant does not belong to the product',
        'AT_LEAST_ONE_VARIANT_DOES_NOT_BELONG_TO_THE_PRODUCT',
      ),
    ])
  const rest = group.members.filter(({ id }) => !wanted.has(id))
  const [head] = group.members
  const [first] = rest
  if (!head || !first)
    return refused([problem(['variantsIds'], 'The last variant cannot be deleted', 'CANNOT_DELETE_LAST_VARIANT')])
  if (first !== head) world.updateProduct(first.id, passedOn(head, first))
  for (const { id } of members) world.deleteProduct(id)
  return { variants: [], userErrors: [] }
}
