import { PermanentError, RetryableError } from '../../contract/errors.ts'
import type { Json } from '../../contract/mirror-rows.ts'
import type { ShopAccess } from '../../contract/shop-access.ts'
import { callShop } from '../../http/call-shop.ts'
import type { HttpAnswer } from '../../http/http.ts'
import { type WriteAnswer, writeToShop } from '../../http/write-to-shop.ts'
import type { Wire } from '../map/shapes.ts'
import { list, object, text } from '../map/wire.ts'
import { addressOf, type Settings } from '../settings.ts'

const platform = 'shopline'

/** Lists are written in Rails style: `order_ids[]=a&order_ids[]=b`. */
export type Query = Readonly<Record<string, string | readonly string[]>>

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  query?: Query
  body?: Json
}

export interface ApiAnswer {
  status: number
  value: Json
}

export interface Api {
  /** One request, repeated except for POST. Returns 2xx, 404 and 410, which mean different things to different callers; throws for other statuses. */
  request(path: string, request?: ApiRequest): Promise<ApiAnswer>
  /** The body of a 2xx. Throws `PermanentError` for every other answer. */
  requireOk(path: string, request?: ApiRequest): Promise<Wire>
  /** A call that changes something. Never repeated; see `writeToShop`. Refusals are answers, except 401 and 403. */
  write(path: string, request: ApiRequest): Promise<WriteAnswer<ApiAnswer>>
  /** `Date` of SHOPLINE's latest answer; `null` before the first. */
  lastDate(): Date | null
}

export interface ApiOptions {
  access: ShopAccess
  settings: Settings
}

/** Every call needs a `User-Agent`. https://open-api.docs.shoplineapp.com/docs/getting-started */
export function createApi({ access, settings }: ApiOptions): Api {
  let date: Date | null = null
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    'user-agent': settings.SHOPLINE_USER_AGENT,
  }

  const toCall = (path: string, { method = 'GET', query = {}, body }: ApiRequest) => ({
    ...{ method, url: urlOf(settings, path, query), headers, name: nameOf(method, path), platform, cost: 1 },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const reader = (read: typeof readAnswer, context: CallContext) => (answer: HttpAnswer) => {
    const answeredAt = Date.parse(String(answer.headers.date))
    if (!Number.isNaN(answeredAt)) date = new Date(answeredAt)
    return read(answer, context)
  }
  const request = async (path: string, given: ApiRequest = {}): Promise<ApiAnswer> => {
    const call = toCall(path, given)
    return callShop({ ...call, repeatable: call.method !== 'POST' }, access, reader(readAnswer, { ...call, path }))
  }

  return {
    request,
    lastDate: () => date,
    write(path, request) {
      const call = toCall(path, request)
      return writeToShop(call, access, reader(readWritten, { ...call, path }))
    },
    async requireOk(path, given) {
      const { status, value } = await request(path, given)
      if (status < 300) return object(value)
      throw refused(nameOf(given?.method ?? 'GET', path), status, value)
    },
  }
}

/** Status for an archived object: it exists, but cannot be read by id. */
export const ARCHIVED = 410

/** The objects of a list. Throws `RetryableError` when there is no list: an empty one would mean that nothing exists. */
export function itemsOf(answer: Wire, name: string): Wire[] {
  if (Array.isArray(answer.items)) return list(answer.items)
  throw new RetryableError(`SHOPLINE ${name}: response has no items array.`, { platform })
}

function urlOf({ SHOPLINE_API_URL }: Settings, path: string, query: Query): URL {
  const url = addressOf(SHOPLINE_API_URL, `/${path}`)
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === 'string') url.searchParams.set(name, value)
    else for (const each of value) url.searchParams.append(`${name}[]`, each)
  }
  return url
}

/** Only the first part of the path, because the rest may contain ids. */
function nameOf(method: string, path: string): string {
  return `SHOPLINE ${method} /${path.split('/')[0]}`
}

interface CallContext {
  name: string
  method: string
  path: string
}

function readAnswer({ status, text: body }: { status: number; text: string }, context: CallContext): ApiAnswer {
  const { name, method, path } = context
  // The body of the answer to a DELETE is not documented.
  const value = method === 'DELETE' && status < 300 ? null : parse(body, status, name)
  if (status < 300 || status === 404 || status === ARCHIVED) return { status, value }
  throw status === 401 || status === 403 ? denied({ name, path }, status) : refused(name, status, value)
}

function readWritten({ status, text: body }: { status: number; text: string }, context: CallContext): ApiAnswer {
  const { name, method } = context
  if (status === 401 || status === 403) throw denied(context, status)
  return { status, value: method === 'DELETE' && status < 300 ? null : parse(body, status, name) }
}

function denied({ name, path }: Pick<CallContext, 'name' | 'path'>, status: number): PermanentError {
  const scope = path.split('/')[0] ?? ''
  return new PermanentError(
    `${name}: access denied (${status}). The merchant must approve the permission for ${scope}.`,
    { platform, status, missingScope: scope },
  )
}

/** Throws for an error page of a proxy: if it counted as "does not exist", objects would be deleted. */
function parse(body: string, status: number, name: string): Json {
  if (body.trim() === '' && (status === 204 || (status >= 400 && status !== 404))) return null
  try {
    return JSON.parse(body)
  } catch {
    throw new RetryableError(`${name}: response is not valid JSON (${status}).`, {
      platform,
      status,
    })
  }
}

/** Two formats of errors are documented. Only the code is shown, because texts may repeat the request. */
function refused(name: string, status: number, value: Json): PermanentError {
  const code = text(object(value).code)
  const suffix = code !== null && /^[\w.-]{1,60}$/.test(code) ? `, error code ${code}` : ''
  return new PermanentError(`${name}: rejected with status ${status}${suffix}.`, { platform, status })
}
