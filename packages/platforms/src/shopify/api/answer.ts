import { z } from 'zod'
import { AuthRevokedError, type ConnectorError, PermanentError, RetryableError } from '../../contract/errors.ts'
import type { HttpAnswer } from '../../http/http.ts'

const level = z.object({
  maximumAvailable: z.number(),
  currentlyAvailable: z.number(),
  restoreRate: z.number().positive(),
})
const shape = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.object({
        message: z.string().catch(''),
        extensions: z
          .object({ code: z.string(), requiredAccess: z.string(), requestId: z.string() })
          .partial()
          .catch({}),
      }),
    )
    .catch([{ message: '', extensions: {} }])
    .default([]),
  extensions: z
    .object({
      cost: z
        .object({
          requestedQueryCost: z.number(),
          // `null` when the query was rejected.
          actualQueryCost: z.number().optional().catch(undefined),
          throttleStatus: level,
        })
        .partial()
        .catch({}),
      search: z
        .array(z.object({ warnings: z.array(z.object({ field: z.string(), code: z.string() }).partial()) }).partial())
        .catch([]),
    })
    .partial()
    .catch({})
    .default({}),
})

/** The parts of a GraphQL response that are used. */
export type Answer = z.output<typeof shape>
export type AnswerError = Answer['errors'][number]

const platform = 'shopify'
/** Frozen for unpaid bills, locked or flagged: temporary, and the app stays installed. */
const ON_HOLD: ReadonlySet<number> = new Set([402, 423, 430])

/** Parses the body of a 200. Throws the error of every other status. */
export function readAnswer(answer: HttpAnswer, name: string): Answer {
  if (answer.status !== 200) throw refusalOf(answer, name)
  const value = parseJson(answer.text)
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const what = answer.text.trimStart().startsWith('<') ? 'HTML' : 'invalid or truncated JSON'
  throw new RetryableError(`${name}: the platform sent ${what} instead of JSON.`, { platform, status: answer.status })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** https://shopify.dev/docs/api/usage/response-codes */
function refusalOf({ status, text }: HttpAnswer, name: string): ConnectorError {
  const context = { platform, status }
  if (ON_HOLD.has(status))
    return new RetryableError(
      `${name}: the shop is frozen, locked or flagged (${status}). Its owner must contact Shopify.`,
      context,
    )
  if (status === 403 && /non-expiring/i.test(text))
    return new AuthRevokedError(
      `${name}: Shopify no longer accepts this non-expiring token. Exchange it for an expiring one, or have the merchant install the app again.`,
      context,
    )
  if (status === 404)
    return new PermanentError(
      `${name}: no such shop, or no API at this address (404). Check the domain and SHOPIFY_ADMIN_URL.`,
      context,
    )
  if (status === 408) return new RetryableError(`${name}: the platform timed out (408).`, context)
  return new PermanentError(`${name}: rejected with status ${status}.`, context)
}
