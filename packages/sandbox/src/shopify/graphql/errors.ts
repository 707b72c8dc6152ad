import type { DocumentNode, GraphQLError } from 'graphql'
import { placeOf } from './place-of.ts'

/** What the platform's own validator calls the mistakes that clients make: of graphql's words, and the end of the path. */
const MISTAKES: readonly [RegExp, (...parts: string[]) => { message: string; extensions: Record<string, unknown> }][] =
  [
    [
      /^Cannot query field "(\w+)" on type "(\w+)"/,
      (fieldName = '', typeName = '') => ({
        message: `Field '${fieldName}' doesn't exist on type '${typeName}'`,
        extensions: { code: 'undefinedField', typeName, fieldName },
      }),
    ],
    [
      /^Unknown argument "(\w+)" on field "\w+\.(\w+)"/,
      (argumentName = '', name = '') => ({
        message: `Field '${name}' doesn't accept argument '${argumentName}'`,
        extensions: { code: 'argumentNotAccepted', name, typeName: 'Field', argumentName },
      }),
    ],
    [
      /^Argument "\w+\.(\w+)\((\w+):\)" of type .* is required/,
      (name = '', argument = '') => ({
        message: `Field '${name}' is missing required arguments: ${argument}`,
        extensions: { code: 'missingRequiredArguments', className: 'Field', name, arguments: argument },
      }),
    ],
    [
      /^Expected value of non-null type "(.+)" not to be null/,
      (type = '', field = '', argumentName = '') => ({
        message: `Argument '${argumentName}' on Field '${field}' has an invalid value (null). Expected type '${type}'.`,
        extensions: { code: 'argumentLiteralsIncompatible', typeName: 'Field', argumentName },
      }),
    ],
    [
      /^Variable "\$(\w+)" is never used/,
      (variableName = '') => ({
        message: `Variable $${variableName} is declared by anonymous query but not used`,
        extensions: { code: 'variableNotUsed', variableName },
      }),
    ],
  ]

/** As the platform writes it; there is no `data` beside these. */
export function validationError(error: GraphQLError, document: DocumentNode): Record<string, unknown> {
  const { message } = error
  const place = placeOf(error, document)
  for (const [form, write] of MISTAKES) {
    const parts = form.exec(message)
    if (parts) return { ...write(...parts.slice(1), ...(place.path ?? []).slice(-2)), ...place }
  }
  return { message, ...place }
}

export function executionError({ message, path, locations, extensions }: GraphQLError): Record<string, unknown> {
  return {
    message,
    ...(locations && { locations }),
    ...(path && { path }),
    ...(Object.keys(extensions).length > 0 && { extensions }),
  }
}

export function maxCostExceeded(cost: number, maxCost: number): Record<string, unknown> {
  const message = `Query cost is ${cost}, which exceeds the single query max cost limit (${maxCost}).\n\nSee https://shopify.dev/concepts/about-apis/rate-limits for more information on how the\ncost of a query is calculated.`
  const documentation = 'https://shopify.dev/api/usage/rate-limits'
  return { message, extensions: { code: 'MAX_COST_EXCEEDED', cost, maxCost, documentation } }
}

export const throttledError = {
  message: 'Throttled',
  extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' },
}
