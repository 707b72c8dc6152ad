import { findMachineFailure } from '@shopmirror/config'
import { Agent, type Dispatcher, request } from 'undici'
import { RetryableError } from '../contract/errors.ts'

const CONNECT_TIMEOUT_MS = 5_000
/** Large pages take platforms a long time, ms. */
const HEADERS_TIMEOUT_MS = 30_000
const BODY_TIMEOUT_MS = 30_000
/** The whole call, ms: a response that trickles in would stay within every other limit. */
const CALL_TIMEOUT_MS = 120_000
/** A page of 200 orders is about 2 MiB; a response far beyond that is not one we requested. */
const RESPONSE_BYTES_MAX = 64 * 1024 * 1024
const CONNECTIONS_PER_ORIGIN = 128
const KEEP_ALIVE_MS = 10_000

const agent = new Agent({
  connect: { timeout: CONNECT_TIMEOUT_MS },
  headersTimeout: HEADERS_TIMEOUT_MS,
  bodyTimeout: BODY_TIMEOUT_MS,
  maxResponseSize: RESPONSE_BYTES_MAX,
  connections: CONNECTIONS_PER_ORIGIN,
  keepAliveTimeout: KEEP_ALIVE_MS,
})

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: URL
  headers: Record<string, string>
  body?: string
  /** The call's name in errors; contains no ids of people and no secrets. */
  name: string
  platform: string
  /** Limit of the whole call, ms. Default `CALL_TIMEOUT_MS`. */
  timeoutMs?: number
  /** Called when there is a connection, right before the request is written. */
  onWriting?(): void
}

export interface HttpAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/**
 * How a call ended, which decides whether a write may be repeated.
 * - `answered`: a whole answer came, whatever its status. A 5xx does not say that nothing was done.
 * - `not_sent`: not a byte of the request was written (no address, no connection, no TLS), so nothing was done.
 * - `unknown`: the request was written, at least in part, and no whole answer came: it may have been carried out.
 */
export type HttpOutcome =
  | { kind: 'answered'; answer: HttpAnswer }
  | { kind: 'not_sent' | 'unknown'; error: RetryableError }

/** One call. Follows no redirect, repeats nothing and does not throw. */
export async function trySend(call: HttpRequest): Promise<HttpOutcome> {
  const { method, url, headers, body, timeoutMs = CALL_TIMEOUT_MS } = call
  let isSent = false
  const dispatcher = agent.compose(
    onSending(() => {
      isSent = true
      call.onWriting?.()
    }),
  )
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const answer = await request(url, { method, headers, dispatcher, signal, ...(body !== undefined && { body }) })
    const { statusCode: status, headers: answered } = answer
    return { kind: 'answered', answer: { status, headers: answered, text: await answer.body.text() } }
  } catch (error) {
    return { kind: isSent ? 'unknown' : 'not_sent', error: failureOf(call, error) }
  }
}

/** `trySend` for callers that treat `not_sent` and `unknown` alike. Throws `RetryableError` without a complete answer. */
export async function send(call: HttpRequest): Promise<HttpAnswer> {
  const outcome = await trySend(call)
  if (outcome.kind === 'answered') return outcome.answer
  throw outcome.error
}

/** undici starts a request when it has a connection, right before it writes. Error codes do not show this: resets and time-outs occur before and after that moment. */
function onSending(report: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        handler.onRequestStart?.(controller, context)
        if (!controller.aborted) report()
      },
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    })
}

function failureOf({ name, platform }: HttpRequest, error: unknown): RetryableError {
  const reason = findMachineFailure(error)?.message ?? `no whole answer (${codeOf(error)}).`
  return new RetryableError(`${name}: ${reason}`, { platform, cause: error })
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' ? code : 'connection failed'
}

/** `Retry-After` in ms, from seconds or a date. A date is compared with the response's own `Date`. */
export function retryAfterOf({ headers }: HttpAnswer): number | undefined {
  const text = headers['retry-after']
  if (typeof text !== 'string') return undefined
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.parse(String(headers.date))
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined
}
