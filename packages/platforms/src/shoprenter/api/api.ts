import { PermanentError, RetryableError } from '../../contract/errors.ts'
import type { Json } from '../../contract/mirror-rows.ts'
import type { ShopAccess } from '../../contract/shop-access.ts'
import type { ShopAddress } from '../../contract/shop-client.ts'
import { callShop, throttled } from '../../http/call-shop.ts'
import type { HttpAnswer } from '../../http/http.ts'
import { type WriteAnswer, writeToShop } from '../../http/write-to-shop.ts'
import { scopeOf } from '../read/collections.ts'
import { addressOf, type Settings } from '../settings.ts'
import { integer, object, parseWithoutPasswords, text, type Wire } from './wire.ts'

/** The platform's own codes: https://doc.shoprenter.hu/development/api/02_status_codes.html */
const PAGE_NOT_FOUND = 40_008
const OUTER_ID_UNKNOWN = 40_007

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  query?: Record<string, string>
  body?: Json
  cost?: number
}

/** An answer of the API. `code`: the platform's own error code, if there is one. */
export interface ApiAnswer {
  status: number
  code: number | null
  value: Json
}

export interface Api {
  /** One request, repeated if it only reads. Returns 2xx, 400, 404 and 409, which mean different things to different callers; throws for other statuses. */
  request(path: string, request?: ApiRequest): Promise<ApiAnswer>
  /** The body of a 2xx. Throws `PermanentError` for every other answer. */
  requireOk(path: string, request?: ApiRequest): Promise<Wire>
  /** A call that changes something. Never repeated; see `writeToShop`. */
  write(path: string, request: ApiRequest): Promise<WriteAnswer<ApiAnswer>>
  /** Reports that a part of a batch exceeded the rate limit. Throws `RateLimitedError`. */
  throttled(name: string): Promise<never>
  /** `Date` of the platform's latest answer; `null` before the first. */
  lastDate(): Date | null
  /** Absolute URL of a path, as batches need it. */
  urlOf(path: string, query?: Record<string, string>): URL
}

interface ApiOptions {
  shop: ShopAddress
  access: ShopAccess
  settings: Settings
}

/** https://doc.shoprenter.hu/development/api/01_constraints_requirements.html: both headers are needed on every call. */
const HEADERS = { accept: 'application/json', 'content-type': 'application/json' }
const platform = 'shoprenter'

export function createApi({ shop, access, settings }: ApiOptions): Api {
  let date: Date | null = null
  const base = addressOf(settings.SHOPRENTER_API_URL, shop.domain)
  const urlOf = (path: string, query: Record<string, string> = {}) => {
    const url = new URL(path, base.href.endsWith('/') ? base : `${base.href}/`)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    return url
  }

  const toCall = (path: string, { method = 'GET', query, body, cost = 1 }: ApiRequest) => ({
    ...{ method, url: urlOf(path, query), headers: HEADERS, name: nameOf(method, path), platform, cost },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const reader =
    (path: string, { name, method }: { name: string; method: string }) =>
    (answer: HttpAnswer) => {
      const answeredAt = Date.parse(String(answer.headers.date))
      if (!Number.isNaN(answeredAt)) date = new Date(answeredAt)
      return readAnswer({ ...answer, name, missingScope: scopeOf(path, method) })
    }
  const request = async (path: string, request: ApiRequest = {}): Promise<ApiAnswer> => {
    const call = toCall(path, request)
    // Batches sent by `request` only read.
    const repeatable = call.method !== 'POST' || path === 'batch'
    return callShop({ ...call, repeatable }, access, reader(path, call))
  }

  return {
    request,
    urlOf,
    lastDate: () => date,
    write(path, request) {
      const call = toCall(path, request)
      return writeToShop(call, access, reader(path, call))
    },
    throttled: (name) => throttled(access, { name, platform }),
    async requireOk(path, given) {
      const answer = await request(path, given)
      if (answer.status < 300) return object(answer.value)
      throw refused(nameOf(given?.method ?? 'GET', path), answer)
    },
  }
}

/** The platform says there is no such page. */
export function isPastTheEnd({ status, code }: ApiAnswer): boolean {
  return status === 400 && code === PAGE_NOT_FOUND
}

/** The platform says there is no such object. */
export function isMissing({ status, code }: ApiAnswer): boolean {
  return status === 404 || (status === 400 && code === OUTER_ID_UNKNOWN)
}

export function refused(name: string, { status, code }: Omit<ApiAnswer, 'value'>): PermanentError {
  return new PermanentError(`${name}: rejected with status ${status}${code ? `, error code ${code}` : ''}.`, {
    platform,
    status,
  })
}

/** Only the first part of the path, because the rest may contain ids. */
export function nameOf(method: string, path: string): string {
  return `ShopRenter ${method} /${path.split('/')[0]}`
}

interface Answered {
  status: number
  text: string
  name: string
  /** The scope that is missing if access is denied. */
  missingScope: string
}

function readAnswer({ status, text: body, name, missingScope }: Answered): ApiAnswer {
  const value = parse(body, { status, name })
  const code = errorCode(value)
  if (status < 300 || status === 404 || status === 400 || status === 409) return { status, code, value }
  if (status !== 401 && status !== 403) throw refused(name, { status, code })

  throw new PermanentError(`${name}: access denied (${status}). The merchant must approve scope ${missingScope}.`, {
    platform,
    status,
    missingScope,
  })
}

/**
 * Without the right header, and in some failures, the platform answers in XML. An HTML error comes from a proxy; if it counted
 * as "does not exist", objects would be deleted.
 */
function parse(body: string, { status, name }: { status: number; name: string }): Json {
  if (body.trim() === '' && (status === 204 || status >= 400)) return null
  try {
    return parseWithoutPasswords(body)
  } catch {
    const isMarkup = body.trimStart().startsWith('<')
    if (status >= 400 && !isMarkup) return null
    const what = isMarkup ? 'XML or HTML' : 'invalid or truncated JSON'
    throw new RetryableError(`${name}: the platform sent ${what} instead of JSON.`, { platform, status })
  }
}

/** The documentation shows no complete error, so every place that may contain the code is read. */
export function errorCode(value: Json): number | null {
  const { error, code, message } = object(value)
  const nested = integer(typeof error === 'object' ? object(error).code : error)
  const mentioned = /\b4\d{4}\b/.exec(text(message) ?? '')?.[0] ?? null
  return nested ?? integer(code) ?? integer(mentioned)
}
