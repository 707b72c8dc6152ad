import { RateLimitedError } from '../../contract/errors.ts'
import type { WriteOutcome } from '../../contract/writes.ts'

export interface MutationError {
  readonly code?: string | null
  /** Names and positions; `orderCreate` gives the latter as numbers. */
  readonly field: readonly (string | number)[] | null
  readonly message: string
}

type Refused = Extract<WriteOutcome, { kind: 'refused' }>

/** A limit without its own status or code: a shop in its trial takes five orders a minute. */
const ASKS_TO_WAIT = /too many attempts|try again later|rate limit/i
const WAIT_MS = 30_000

/** Texts of errors that have no code: https://shopify.dev/docs/api/admin-graphql/latest/objects/UserError */
const codes: readonly [RegExp, string][] = [
  [/does not exist|not found|couldn't be found|invalid id/i, 'NOT_FOUND'],
  [/taken/i, 'TAKEN'],
  [/access denied|permission/i, 'NO_PERMISSION'],
]

const advice: Readonly<Record<string, string>> = {
  NOT_FOUND: 'Check the id, or sync the shop.',
  TAKEN: 'Another object has this value: use that one, or another value.',
  NO_PERMISSION: 'The merchant has to allow it in the admin of the shop.',
}
const ADVICE = 'Correct the push and submit it with another key.'

/** A refusal in the words of the shop. Throws where the words only ask to wait: nothing was carried out then. */
export function refuse(errors: readonly MutationError[], name: string): Refused {
  const [first] = errors
  if (!first) return { kind: 'refused', code: 'INVALID', message: `Shopify ${name}: no object and no reason.` }
  if (ASKS_TO_WAIT.test(first.message))
    throw new RateLimitedError(`Shopify ${name}: ${first.message}`, { platform: 'shopify', retryAfterMs: WAIT_MS })
  const code = codeOf(first)
  return { kind: 'refused', code, message: `${errors.map(describe).join('; ')}. ${advice[code] ?? ADVICE}` }
}

/** The errors of a payload; one that lacks is an error too. */
export function errorsOf(payload: { readonly userErrors: readonly MutationError[] } | null): readonly MutationError[] {
  return payload ? payload.userErrors : [{ field: null, message: 'No payload' }]
}

export function codeOf({ code, message }: MutationError): string {
  return code ?? codes.find(([text]) => text.test(message))?.[1] ?? 'INVALID'
}

function describe({ field, message }: MutationError): string {
  const text = message.replace(/\.$/, '')
  return field && field.length > 0 ? `${field.join('.')}: ${text}` : text
}
