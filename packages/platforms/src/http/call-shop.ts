import { AuthRevokedError, RateLimitedError, RetryableError } from '../contract/errors.ts'
import type { AccessToken, ShopAccess } from '../contract/shop-access.ts'
import { type HttpAnswer, type HttpRequest, retryAfterOf, trySend } from './http.ts'
import { withRetries } from './with-retries.ts'

/** Assumed when a 429 has no `Retry-After`, ms. */
const RETRY_AFTER_MS = 1_000

export interface ShopCall extends Omit<HttpRequest, 'headers'> {
  headers?: Record<string, string>
  cost: number
  /** The call is harmless to repeat, also when it may have arrived. */
  repeatable: boolean
  /** The headers that carry the token. Default: `Authorization: Bearer`. */
  authorize?(token: string): Record<string, string>
}

/** `HttpOutcome` of a call to a shop. A call that was not sent for another reason, such as no token or no budget, is `not_sent`, too. */
export type ShopCallOutcome =
  | {
      kind: 'answered'
      answer: HttpAnswer
      /** The call's booking in the budget. */
      booking: string
      /** The token that the call was made with. */
      token: AccessToken
    }
  | { kind: 'not_sent' | 'unknown'; error: unknown }

const asBearer = (token: string) => ({ authorization: `Bearer ${token}` })

/**
 * One call to a shop, with a token and within its budget. Repeated only after a 401, with a new token: a request that was
 * rejected with 401 had no effect, so the outcome is that of the second one. Does not throw.
 */
export async function tryCallShop(call: ShopCall, access: ShopAccess): Promise<ShopCallOutcome> {
  const first = await callWith(() => access.token(), call, access)
  if (first.kind !== 'answered' || first.answer.status !== 401) return first
  // One 401 does not mean that access was revoked: the token may have been replaced since it was read.
  return callWith(() => access.renewToken(first.token), call, access)
}

/**
 * A call to a shop, with a token and within its budget (each attempt reserves its own). Repeated on `RetryableError`, also
 * one of `read`, when the call is repeatable. 429 and 5xx are errors; `read` gets every other answer, and a 401 only when
 * the new token was rejected, too. An `AuthRevokedError` of `read` gets the version of the rejected token.
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

/** Reports an exceeded rate limit to the budget and throws `RateLimitedError`. `retryAfterMs` defaults to 1,000. */
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
  const headers = { ...call.headers, ...authorize(allowed.token.value) }
  const onWriting = () => access.written?.(allowed.booking)
  const send = () => trySend({ ...call, headers, onWriting })
  const outcome = await (access.observe ? access.observe(send) : send())
  onWriting()
  return outcome.kind === 'answered' ? { ...outcome, ...allowed } : outcome
}

/** Throws for 429 and 5xx. */
export async function assertServed(
  answer: HttpAnswer,
  { name, platform }: Pick<ShopCall, 'name' | 'platform'>,
  access: ShopAccess,
): Promise<void> {
  const { status } = answer
  if (status === 429) return throttled(access, { name, platform, retryAfterMs: retryAfterOf(answer) })
  if (status >= 500) throw new RetryableError(`${name}: the platform answered ${status}.`, { platform, status })
}
