import type { Logger } from '@shopmirror/config'
import { Counter, type Registry } from 'prom-client'

/** Why a request was refused before a route of ours saw it. Of metric, log and documentation. */
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
  /** As it was asked for. */
  url?: string
  ip?: string | undefined
}

/** Counts and logs refused requests. */
export interface Refusals {
  /** Counts it, and leaves one line. */
  note(refused: Refused): void
  /** Counts what leaves its line elsewhere. */
  count(reason: RefusalReason): void
}

/** Registers `shopmirror_requests_refused_total{reason}`. */
export function createRefusals({ registry, log }: { registry: Registry; log: Logger }): Refusals {
  const refused = new Counter({
    name: 'shopmirror_requests_refused_total',
    help: 'Requests refused before a route saw them, those for webhooks among them, by reason.',
    labelNames: ['reason'],
    registers: [registry],
  })
  const count = (reason: RefusalReason) => refused.inc({ reason })
  return {
    count,
    note({ url, ...line }) {
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

/** `null` for what is no refusal of the HTTP layer: an answer of ours, or a bug. */
export function refusalOf(error: unknown): RefusalReason | null {
  if (!(error instanceof Error) || !('statusCode' in error) || 'validation' in error) return null
  if ('code' in error && error.code === 'FST_ERR_BAD_URL') return 'bad_url'
  return byStatus[Number(error.statusCode)] ?? null
}

/** Words stay; whatever may be an id, a key or somebody's name does not. */
function maskPath(url: string): string {
  const path = url.split('?')[0] ?? ''
  const segments = path.slice(0, PATH_LENGTH_MAX).split('/')
  return segments.map((segment) => (WORD.test(segment) ? segment : '…')).join('/')
}

const PATH_LENGTH_MAX = 200
const WORD = /^([a-z][a-z_.-]{0,23}|v\d)?$/
