import { randomUUID } from 'node:crypto'
import { type DocumentNode, GraphQLError } from 'graphql'
import { placeOf } from './error-location.ts'
import { validationMessages } from './validation-messages.ts'

/** As the platform writes it; there is no `data` beside these. */
export function validationError(error: GraphQLError, document: DocumentNode): Record<string, unknown> {
  const { message } = error
  const place = placeOf(error, document)
  for (const [form, write] of validationMessages) {
    const parts = form.exec(message)
    if (parts) return { ...write(...parts.slice(1), ...(place.path ?? []).slice(-2)), ...place }
  }
  return { message, ...place }
}

/** What was not refused on purpose is the platform's own fault: callers learn no more than where its people would look. */
export function executionError(error: GraphQLError): Record<string, unknown> {
  const { message, path, locations, extensions, originalError } = error
  if (originalError && !(originalError instanceof GraphQLError)) return internalError(originalError)
  return {
    message,
    ...(locations && { locations }),
    ...(path && { path }),
    ...(Object.keys(extensions).length > 0 && { extensions }),
  }
}

function internalError(fault: Error): Record<string, unknown> {
  process.emitWarning(fault)
  const requestId = `${randomUUID()}-${Math.floor(Date.now() / 1_000)}`
  const message = `Internal error. Looks like something went wrong on our end.\nRequest ID: ${requestId} (include this in support requests).`
  return { message, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } }
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
