import type { NodeDeps, Subject } from '../../nodes/node.ts'
import { productNode } from '../../nodes/refs.ts'
import { readId } from '../input/read-id.ts'
import { problem, type UserError } from '../user-error.ts'
import { productProblems } from './product-change.ts'
import type { ProductInput } from './product-input.ts'
import { putProduct } from './put-product.ts'
import { findGroup, type ProductIdentifier } from './set-product.ts'

/** Without a code: the older mutations name none. */
const plain = (errors: readonly UserError[]) => errors.map(({ field, message }) => ({ field, message }))

/** Products without their variants; what is made has one. */
export function writeProductSubject(deps: NodeDeps): Subject {
  const { world, productGroups } = deps
  const put = (input: ProductInput, known: ReturnType<typeof findGroup>) => {
    const userErrors = plain(productProblems(input, { world, groups: productGroups(), known, path: [] }))
    if (userErrors.length > 0) return { product: null, userErrors }
    const id = putProduct(input, known, deps)
    const group = productGroups().get(id)
    return { product: group ? productNode(group) : null, userErrors: [] }
  }
  return {
    resolvers: {
      Mutation: {
        productCreate(_source, { product, input }) {
          const { productOptions, ...wanted } = (product ?? input) as ProductInput
          // The first value of each option makes the one variant.
          const optionValues = productOptions?.map(({ name, values }) => ({
            optionName: name,
            name: values?.[0]?.name,
          }))
          return put({ ...wanted, ...(optionValues && { productOptions, variants: [{ optionValues }] }) }, null)
        },
        productUpdate(_source, { product, input, identifier }) {
          const wanted = (product ?? input) as ProductInput
          const by = (identifier as ProductIdentifier | undefined) ?? { id: wanted.id ?? '' }
          const known = findGroup(by, deps)
          if (!known) return { product: null, userErrors: [problem(['id'], 'Product does not exist')] }
          return put(wanted, known)
        },
        productDelete(_source, { input }) {
          const { id } = input as { id: string }
          const known = productGroups().get(readId(id, 'Product'))
          if (!known) return { deletedProductId: null, userErrors: [problem(['id'], 'Product does not exist')] }
          for (const member of known.members) world.deleteProduct(member.id)
          return { deletedProductId: id, userErrors: [] }
        },
      },
    },
  }
}
