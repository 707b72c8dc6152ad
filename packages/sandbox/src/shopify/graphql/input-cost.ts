import { type OperationDefinitionNode, valueFromASTUntyped, visit } from 'graphql'

type Values = Record<string, unknown>

/** Points of what `productSet` is given. https://shopify.dev/docs/api/admin-graphql/latest/mutations/productSet */
const VARIANT = 0.2
const METAFIELD = 0.4
const FILE = 1.9
const VARIANT_FILE = 0.6

/** What an operation costs by its input, beside what it selects; to the next whole point. */
export function inputCostOf(operation: OperationDefinitionNode, variables: Values): number {
  let points = 0
  visit(operation, {
    Field({ name, arguments: given = [] }) {
      const input = name.value === 'productSet' && given.find((each) => each.name.value === 'input')
      if (input) points += costOfProduct(valueFromASTUntyped(input.value, variables) as Values)
    },
  })
  // Sums of tenths are not exact.
  return Math.ceil(Number(points.toFixed(3)))
}

function costOfProduct(input: Values | undefined): number {
  const variants = listIn(input?.variants)
  const metafields = [input, ...variants].flatMap((each) => listIn(each?.metafields))
  const withFile = variants.filter(({ file }) => file)
  return (
    variants.length * VARIANT +
    metafields.length * METAFIELD +
    listIn(input?.files).length * FILE +
    withFile.length * VARIANT_FILE
  )
}

function listIn(value: unknown): Values[] {
  return Array.isArray(value) ? value : []
}
