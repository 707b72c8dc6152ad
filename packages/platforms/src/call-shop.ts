import { AuthRevokedError, RateLimitedError, RetryableError } from './errors.ts'
import { type HttpAnswer, type HttpRequest, retryAfterOf, send } from './http.ts'
import type { AccessToken, ShopAccess } from './platform.ts'
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

/** The answer to a call, the call's booking in the budget, and the token it was made with. */
interface Answered {
  answer: HttpAnswer
  booking: string
  token: AccessToken
}

const asBearer = (token: string) => ({ authorization: `Bearer ${token}` })

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
    const { answer, booking, token } = await authorized(call, access)
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
  await access.learn({ kind: 'throttled', retryAfterMs })
  throw new RateLimitedError(`${name}: the shop asks to wait.`, { platform, status: 429, retryAfterMs })
}

async function authorized(call: ShopCall, access: ShopAccess): Promise<Answered> {
  const token = await access.token()
  const first = await once(call, token, access)
  if (first.answer.status !== 401) {
    access.worked?.(token)
    return first
  }
  // A 401 is no verdict: the token may have been replaced meanwhile, or revoked and to be had anew.
  const renewed = await access.renew(token)
  const second = await once(call, renewed, access)
  if (second.answer.status !== 401) access.worked?.(renewed)
  return second
}

async function once(call: ShopCall, token: AccessToken, access: ShopAccess): Promise<Answered> {
  const { name, platform, authorize = asBearer } = call
  const booking = await access.reserve(call.cost)
  const answer = await send({ ...call, headers: { ...call.headers, ...authorize(token.value) } })
  const { status } = answer
  if (status === 429) return throttled(access, { name, platform, retryAfterMs: retryAfterOf(answer) })
  if (status >= 500) throw new RetryableError(`${name}: the platform answered ${status}.`, { platform, status })
  return { answer, booking, token }
}
