import { send } from '../http/http.ts'
import { refusalOf, type TokenRefusals } from './refusal.ts'

export interface TokenCall {
  /** Names the call in errors, as in `Shopify token`. */
  name: string
  platform: string
  url: URL
  headers?: Readonly<Record<string, string>>
  /** Sent as JSON by POST; absent: the call is a GET. */
  body?: Readonly<Record<string, string>>
  refusals: TokenRefusals
}

/** Fields of a JSON response, none of them checked; empty when the response is something else. */
export type TokenFields = Readonly<Record<string, unknown>>

/**
 * One call to a token endpoint. Not repeated here, because most codes and some refresh tokens work only once. Resolves for
 * 2xx. Throws the error class of the refusal, and `RetryableError` without a complete response. Messages contain nothing of
 * the response's text, because it may contain a token.
 */
export async function callTokenEndpoint({ body, refusals, headers, ...call }: TokenCall): Promise<TokenFields> {
  const answer = await send({
    ...call,
    method: body ? 'POST' : 'GET',
    headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  const fields = parseFields(answer.text)
  if (answer.status >= 200 && answer.status < 300) return fields
  throw refusalOf(answer, fields, { ...call, refusals })
}

function parseFields(text: string): TokenFields {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as TokenFields) : {}
  } catch {
    return {}
  }
}
