import { findMachineFailure } from '@shopmirror/config'
import { Agent, request } from 'undici'
import { RetryableError } from './errors.ts'

const CONNECT_TIMEOUT_MS = 5_000
/** Platforms take long over large pages, ms. */
const HEADERS_TIMEOUT_MS = 30_000
const BODY_TIMEOUT_MS = 30_000
/** The whole call: an answer that drips would pass every other limit, ms. */
const CALL_TIMEOUT_MS = 120_000
/** A page of 200 orders is about 2 MiB; what is far beyond it is not an answer of ours. */
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
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: URL
  headers: Record<string, string>
  body?: string
  /** Names the call in errors: no ids of people, no secrets. */
  name: string
  platform: string
}

export interface HttpAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** One call, one answer, no redirect followed. Throws `RetryableError` when there was no whole answer. */
export async function send({ method, url, headers, body, name, platform }: HttpRequest): Promise<HttpAnswer> {
  try {
    const answer = await request(url, {
      method,
      headers,
      dispatcher: agent,
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      ...(body !== undefined && { body }),
    })
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() }
  } catch (error) {
    const reason = findMachineFailure(error)?.message ?? `no whole answer (${codeOf(error)}).`
    throw new RetryableError(`${name}: ${reason}`, { platform, cause: error })
  }
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' ? code : 'connection failed'
}

/** `Retry-After` in ms, whether it came as seconds or as a date; dates are read against the answer's own clock. */
export function retryAfterOf({ headers }: HttpAnswer): number | undefined {
  const text = headers['retry-after']
  if (typeof text !== 'string') return undefined
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.parse(String(headers.date))
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined
}
