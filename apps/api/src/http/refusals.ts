import type { Logger } from '@shopmirror/config'
import { Counter, type Registry } from 'prom-client'

/** Why a request was refused before it reached a route. Label of the metric and field of the log line. */
export type RefusalReason =
  | 'not_found'
  | 'method_not_allowed'
  | 'bad_url'
  | 'bad_http'
  | 'headers_too_large'
  | 'timeout'
  | 'too_large'
  | 'unsupported_media_type'
  | 'unreadable'

/** A request that was refused before it reached a route. */
export interface Refused {
  reason: RefusalReason
  requestId?: string
  method?: string
  /** The requested URL. */
  url?: string
  ip?: string | undefined
}

/** Counts and logs refused requests. */
export interface Refusals {
  /** Counts the request and logs one line. */
  record(refused: Refused): void
  /** Only counts, for requests that are logged elsewhere. */
  count(reason: RefusalReason): void
}

/** Registers `shopmirror_requests_refused_total{reason}`. */
export function createRefusals({ registry, log }: { registry: Registry; log: Logger }): Refusals {
  const refused = new Counter({
    name: 'shopmirror_requests_refused_total',
    help: 'Requests refused before they reached a route (webhooks included), by reason.',
    labelNames: ['reason'],
    registers: [registry],
  })
  const count = (reason: RefusalReason) => refused.inc({ reason })
  return {
    count,
    record({ url, ...line }) {
      count(line.reason)
      log.info({ ...line, ...(url !== undefined && { path: maskPath(url) }) }, 'request.refused')
    },
  }
}

const byStatus: Partial<Record<number, RefusalReason>> = {
  400: 'unreadable',
  408: 'timeout',
  413: 'too_large',
  414: 'bad_url',
  415: 'unsupported_media_type',
}

/** `null` when the error is not a refusal of the HTTP layer. */
export function refusalOf(error: unknown): RefusalReason | null {
  if (!(error instanceof Error) || !('statusCode' in error) || 'validation' in error) return null
  if ('code' in error && error.code === 'FST_ERR_BAD_URL') return 'bad_url'
  return byStatus[Number(error.statusCode)] ?? null
}

/** Keeps plain words and masks segments that may be an id, a key or a name. */
function maskPath(url: string): string {
  const path = url.split('?')[0] ?? ''
  const segments = path.slice(0, PATH_LENGTH_MAX).split('/')
  return segments.map((segment) => (WORD.test(segment) ? segment : '…')).join('/')
}

const PATH_LENGTH_MAX = 200
const WORD = /^([a-z][a-z_.-]{0,23}|v\d)?$/
