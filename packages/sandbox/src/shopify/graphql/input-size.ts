import { BREAK, type FieldNode, getLocation, type OperationDefinitionNode, valueFromASTUntyped, visit } from 'graphql'

/** Of input lists in general. https://shopify.dev/docs/api/usage/limits */
const INPUT_MAX = 250
/** Of the one list that may be longer: https://shopify.dev/docs/api/admin-graphql/latest/mutations/productSet */
const VARIANTS_MAX = 2_048

type Values = Record<string, unknown>

/** The first input list that is too long, as the platform refuses it before it reads anything. */
export function inputSizeError(operation: OperationDefinitionNode, variables: Values): Values | null {
  const fields: FieldNode[] = []
  let error: Values | null = null
  visit(operation, {
    Field: { enter: (field) => void fields.push(field), leave: () => void fields.pop() },
    Argument({ name, value }) {
      const found = longListIn(valueFromASTUntyped(value, variables), [name.value])
      if (!found) return undefined
      error = tooLong(fields, found)
      return BREAK
    },
  })
  return error
}

interface Found {
  path: readonly string[]
  size: number
}

function longListIn(value: unknown, path: readonly string[]): Found | null {
  if (typeof value !== 'object' || value === null) return null
  if (Array.isArray(value) && value.length > maxOf(path)) return { path, size: value.length }
  for (const [name, each] of Object.entries(value)) {
    const found = longListIn(each, [...path, name])
    if (found) return found
  }
  return null
}

/** `productSet` alone has its variants below an `input`. */
function maxOf(path: readonly string[]): number {
  return path.join('.') === 'input.variants' ? VARIANTS_MAX : INPUT_MAX
}

function tooLong(fields: readonly FieldNode[], { path, size }: Found): Values {
  const loc = fields.at(-1)?.loc
  return {
    message: `The input array size of ${size} is greater than the maximum allowed of ${maxOf(path)}.`,
    ...(loc && { locations: [getLocation(loc.source, loc.start)] }),
    path: [...fields.map(({ alias, name }) => (alias ?? name).value), ...path],
    extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' },
  }
}
