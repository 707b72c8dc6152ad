import { callShop } from '../call-shop.ts'
import { PermanentError, RetryableError } from '../errors.ts'
import type { Json } from '../mirror-rows.ts'
import type { ShopAccess, ShopAddress } from '../platform.ts'
import { scopeOf } from './collections.ts'
import { addressOf, type Settings } from './settings.ts'
import { integer, object, parseWithoutPasswords, text, type Wire } from './wire.ts'

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'DELETE'
  query?: Record<string, string>
  body?: Json
  cost?: number
}

/** An answer of the API; `code` is the platform's own, where it gave one. */
export interface ApiAnswer {
  status: number
  code: number | null
  value: Json
}

export interface Api {
  /** Throws for everything but 2xx, 400 and 404, which mean different things to different callers. */
  ask(path: string, request?: ApiRequest): Promise<ApiAnswer>
  /** The same, and 2xx is the only good answer. */
  demand(path: string, request?: ApiRequest): Promise<Wire>
  /** The platform's clock at its last answer. */
  lastDate(): Date | null
  /** Absolute address of a path, as batches want them. */
  urlOf(path: string, query?: Record<string, string>): URL
}

interface ApiOptions {
  shop: ShopAddress
  access: ShopAccess
  settings: Settings
}

/** https://doc.shoprenter.hu/development/api/01_constraints_requirements.html: both headers are needed on every call. */
const HEADERS = { accept: 'application/json', 'content-type': 'application/json' }

export function createApi({ shop, access, settings }: ApiOptions): Api {
  let date: Date | null = null
  const base = addressOf(settings.SHOPRENTER_API_URL, shop.domain)
  const urlOf = (path: string, query: Record<string, string> = {}) => {
    const url = new URL(path, base.href.endsWith('/') ? base : `${base.href}/`)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    return url
  }

  const ask = async (path: string, { method = 'GET', query, body, cost = 1 }: ApiRequest = {}): Promise<ApiAnswer> => {
    const name = `ShopRenter ${method} /${path.split('/')[0]}`
    const answer = await callShop(
      {
        ...{ method, url: urlOf(path, query), headers: HEADERS, name, platform: 'shoprenter', cost },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        repeatable: method !== 'POST' || path === 'batch',
      },
      access,
    )
    const told = Date.parse(String(answer.headers.date))
    if (!Number.isNaN(told)) date = new Date(told)
    return read({ ...answer, name, path })
  }

  return {
    ask,
    urlOf,
    lastDate: () => date,
    async demand(path, request) {
      const { status, code, value } = await ask(path, request)
      if (status < 300) return object(value)
      throw new PermanentError(
        `ShopRenter ${request?.method ?? 'GET'} /${path.split('/')[0]}: refused with ${status}${code ? `/${code}` : ''}.`,
        { platform: 'shoprenter', status },
      )
    },
  }
}

function read({
  status,
  text: body,
  name,
  path,
}: {
  status: number
  text: string
  name: string
  path: string
}): ApiAnswer {
  const context = { platform: 'shoprenter', status }
  const value = parse(body, status, name)
  const code = errorCode(value)
  if (status < 300 || status === 404 || status === 400) return { status, code, value }
  if (status === 401 || status === 403) {
    const missingScope = scopeOf(path)
    throw new PermanentError(
      `${name}: the shop does not allow it (${status}); scope ${missingScope} has to be approved.`,
      { ...context, missingScope },
    )
  }
  throw new PermanentError(`${name}: refused with ${status}${code ? `/${code}` : ''}.`, context)
}

/** Without the right header the platform answers in XML, and so do some of its broken moments. */
function parse(body: string, status: number, name: string): Json {
  if (body.trim() === '' && (status === 204 || status >= 400)) return null
  try {
    return parseWithoutPasswords(body)
  } catch {
    if (status >= 400) return null
    const what = body.trimStart().startsWith('<') ? 'XML or HTML' : 'a garbled or cut answer'
    throw new RetryableError(`${name}: the platform sent ${what} instead of JSON.`, { platform: 'shoprenter', status })
  }
}

/** The documentation never shows a whole error: the code is looked for where it may stand. */
function errorCode(value: Json): number | null {
  const { error, code, message } = object(value)
  const nested = integer(typeof error === 'object' ? object(error).code : error)
  const mentioned = /\b4\d{4}\b/.exec(text(message) ?? '')?.[0] ?? null
  return nested ?? integer(code) ?? integer(mentioned)
}
