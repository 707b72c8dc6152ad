import { AuthRevokedError, RateLimitedError, RetryableError } from '../contract/errors.ts'
import type { AccessToken, ShopAccess } from '../contract/shop-access.ts'
import { type HttpAnswer, type HttpRequest, retryAfterOf, trySend } from './http.ts'
import { withRetries } from './with-retries.ts'

/** What a 429 that does not say means, ms. */
const RETRY_AFTER_MS = 1_000

export interface ShopCall extends Omit<HttpRequest, 'headers'> {
  headers?: Record<string, string>
  cost: number
  /** May be sent again when nobody knows whether it arrived. */
  repeatable: boolean
  /** How the token is shown; without it as a bearer. */
  authorize?(token: string): Record<string, string>
}

/** `HttpOutcome` of a call to a shop. Whatever else kept it from being sent, as no token or no allowance, is `not_sent` too. */
export type ShopCallOutcome =
  | {
      kind: 'answered'
      answer: HttpAnswer
      /** The call's booking in the budget. */
      booking: string
      /** The call was made with it. */
      token: AccessToken
    }
  | { kind: 'not_sent' | 'unknown'; error: unknown }

const asBearer = (token: string) => ({ authorization: `Bearer ${token}` })

/**
 * One call in a shop's name, repeated only after a 401, with a new token: a request that was refused like that had no
 * effect, so the outcome is that of the second one. Does not throw.
 */
export async function tryCallShop(call: ShopCall, access: ShopAccess): Promise<ShopCallOutcome> {
  const first = await callWith(() => access.token(), call, access)
  if (first.kind !== 'answered' || first.answer.status !== 401) return first
  // A 401 is no verdict: the token may have been replaced meanwhile, or revoked and to be had anew.
  return callWith(() => access.renewToken(first.token), call, access)
}

/**
 * A call in a shop's name: with a token, within its budget (each attempt takes its own), repeated where that is
 * harmless. Statuses below 500 other than 401 and 429 are the caller's to `read`; a 401 is, once a new token had it too.
 * What reading finds to be garbled is asked again like an answer that never came; what it finds to be a refusal of our
 * access names the version of the token that was refused.
 */
export async function callShop<T>(
  call: ShopCall,
  access: ShopAccess,
  read: (answer: HttpAnswer, booking: string) => T | Promise<T>,
): Promise<T> {
  const attempt = async () => {
    const outcome = await tryCallShop(call, access)
    if (outcome.kind !== 'answered') throw outcome.error
    const { answer, booking, token } = outcome
    await assertServed(answer, call, access)
    if (answer.status !== 401) access.confirmToken?.(token)
    try {
      return await read(answer, booking)
    } catch (error) {
      if (error instanceof AuthRevokedError) error.version ??= token.version
      throw error
    }
  }
  return call.repeatable ? withRetries(attempt) : attempt()
}

/** Tells the budget that the shop wants us to wait, and the caller too. */
export async function throttled(
  access: ShopAccess,
  { name, platform, retryAfterMs = RETRY_AFTER_MS }: { name: string; platform: string; retryAfterMs?: number },
): Promise<never> {
  await access.reportRateLimit({ kind: 'throttled', retryAfterMs })
  throw new RateLimitedError(`${name}: the shop's rate limit is exceeded.`, { platform, status: 429, retryAfterMs })
}

async function callWith(
  getToken: () => Promise<AccessToken>,
  call: ShopCall,
  access: ShopAccess,
): Promise<ShopCallOutcome> {
  const { cost, authorize = asBearer } = call
  let allowed: { token: AccessToken; booking: string }
  try {
    const token = await getToken()
    allowed = { token, booking: await access.reserve(cost) }
  } catch (error) {
    return { kind: 'not_sent', error }
  }
  const outcome = await trySend({ ...call, headers: { ...call.headers, ...authorize(allowed.token.value) } })
  return outcome.kind === 'answered' ? { ...outcome, ...allowed } : outcome
}

/** Throws when the platform had no time for the call: 429 and 5xx. */
export async function assertServed(
  answer: HttpAnswer,
  { name, platform }: Pick<ShopCall, 'name' | 'platform'>,
  access: ShopAccess,
): Promise<void> {
  const { status } = answer
  if (status === 429) return throttled(access, { name, platform, retryAfterMs: retryAfterOf(answer) })
  if (status >= 500) throw new RetryableError(`${name}: the platform answered ${status}.`, { platform, status })
}
