import { type ConnectorError, PermanentError, RetryableError } from '../../contract/errors.ts'
import type { Answer, AnswerError } from './answer.ts'

const platform = 'shopify'
const SCOPE = /\b(?:unauthenticated_)?(?:read|write)_[a-z_]+/
/** Codes of errors whose texts contain only names of the schema and no data of a shop, so that they may be shown. */
const ABOUT_DOCUMENT =
  /^(undefinedField|missingRequired\w+|argument\w+|selectionMismatch|undefined\w+|variable\w+|MAX_COST_EXCEEDED|PARSE_ERROR)$/

export function isThrottled({ errors }: Answer): boolean {
  return errors.some(({ extensions }) => extensions.code === 'THROTTLED')
}

/** The error class for errors in an answer other than `THROTTLED`. Of several errors, the most specific one decides. */
export function meaningOf(errors: readonly [AnswerError, ...AnswerError[]], name: string): ConnectorError {
  const denied = errors.find(({ extensions }) => extensions.code === 'ACCESS_DENIED')
  if (denied) return deniedError(denied, name)
  const [{ message, extensions }] = errors
  const { code = '' } = extensions
  if (code === 'INTERNAL_SERVER_ERROR') {
    const id = extensions.requestId ?? /Request ID: (\S+)/.exec(message)?.[1] ?? 'unknown'
    return new RetryableError(`${name}: internal error of the platform (request ${id}).`, { platform, status: 200 })
  }
  if (code === 'MAX_COST_EXCEEDED') return permanent(`${name}: the query exceeds the maximum cost. ${message}`)
  if (ABOUT_DOCUMENT.test(code))
    return permanent(`${name}: the platform rejected the GraphQL document (${code}): ${message}`)
  // Without a code the texts are about the document too, but nobody promised that.
  return permanent(`${name}: the platform rejected the call (${code || 'no error code'}).`)
}

function deniedError({ message, extensions }: AnswerError, name: string): PermanentError {
  const missingScope = SCOPE.exec(extensions.requiredAccess ?? message)?.[0]
  if (!missingScope)
    return permanent(
      `${name}: access denied. Request access to protected customer data for the app in the Partner Dashboard.`,
    )
  return new PermanentError(`${name}: access denied. The merchant must approve scope ${missingScope}.`, {
    platform,
    status: 200,
    missingScope,
  })
}

/**
 * Shopify ignores an unknown search filter, so that everything would be read instead.
 * https://shopify.dev/docs/api/usage/search-syntax
 */
export function searchProblem({ extensions }: Answer, name: string): PermanentError | null {
  const warnings = (extensions.search ?? []).flatMap((search) => search.warnings ?? [])
  if (warnings.length === 0) return null
  const fields = warnings.map(({ field = '?', code = 'warning' }) => `${field} (${code})`)
  return permanent(`${name}: the platform ignored a search filter: ${fields.join(', ')}.`)
}

function permanent(message: string): PermanentError {
  return new PermanentError(message, { platform, status: 200 })
}
