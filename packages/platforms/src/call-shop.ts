import pRetry from 'p-retry'
import { RateLimitedError, RetryableError } from './errors.ts'
import { type HttpAnswer, type HttpRequest, retryAfterOf, send } from './http.ts'
import type { AccessToken, ShopAccess } from './platform.ts'

/** Within one call, for network trouble and 5xx; the queue does the rest. */
const RETRIES = 2
const RETRY_FIRST_MS = 250
/** What a 429 that does not say means, ms. */
const RETRY_AFTER_MS = 1_000

export interface ShopCall extends Omit<HttpRequest, 'headers'> {
  headers?: Record<string, string>
  cost: number
  /** May be sent again when nobody knows whether it arrived. */
  repeatable: boolean
}

/**
 * A call in a shop's name: with a token, within its budget (each attempt takes its own), repeated where that is
 * harmless. Statuses below 500 other than 401 and 429 are the caller's to read.
 */
export async function callShop(call: ShopCall, access: ShopAccess): Promise<HttpAnswer> {
  const attempt = () => authorized(call, access)
  if (!call.repeatable) return attempt()
  return pRetry(attempt, {
    retries: RETRIES,
    minTimeout: RETRY_FIRST_MS,
    randomize: true,
    shouldRetry: ({ error }) => error instanceof RetryableError,
  })
}

async function authorized(call: ShopCall, access: ShopAccess): Promise<HttpAnswer> {
  const token = await access.token()
  const answer = await once(call, token, access)
  if (answer.status !== 401) {
    access.worked?.(token)
    return answer
  }
  // A 401 is no verdict: the token may have been replaced meanwhile, or revoked and to be had anew.
  const renewed = await access.renew(token)
  return once(call, renewed, access)
}

async function once(call: ShopCall, token: AccessToken, access: ShopAccess): Promise<HttpAnswer> {
  const { name, platform } = call
  await access.reserve(call.cost)
  const answer = await send({ ...call, headers: { ...call.headers, authorization: `Bearer ${token.value}` } })
  if (answer.status === 429) {
    const retryAfterMs = retryAfterOf(answer, Date.now()) ?? RETRY_AFTER_MS
    await access.learn({ kind: 'throttled', retryAfterMs })
    throw new RateLimitedError(`${name}: the shop asks to wait.`, { platform, status: 429, retryAfterMs })
  }
  if (answer.status >= 500)
    throw new RetryableError(`${name}: the platform answered ${answer.status}.`, { platform, status: answer.status })
  return answer
}
