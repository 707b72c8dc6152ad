import type { Faults } from '../faults.ts'
import { type Answer, refuse } from './envelope.ts'

export interface Part {
  method: string
  /** After `/api/`. */
  path: string
  query: URLSearchParams
  body: Record<string, unknown>
}

interface BatchCall {
  body: Record<string, unknown>
  shop: string
  faults: Faults
  /** Whether a request is within the shop's allowance. */
  takeCall(): boolean
  answer(part: Part): Answer
}

interface Request {
  method: string
  uri: string
  data?: Record<string, unknown>
}

const PARTS_MAX = 200

/**
 * One after another; those that fail stop and undo nothing. Whatever becomes of them, the answer is 200, unless the time
 * runs out: then those before are done, and nobody says which. https://doc.shoprenter.hu/development/api/04_batch.html
 */
export function answerBatch({ body, shop, faults, takeCall, answer }: BatchCall): Answer {
  const { requests } = (body.data ?? {}) as { requests?: Request[] }
  if (!Array.isArray(requests)) return refuse(400, 40_001, 'data parameter not found')
  if (requests.length === 0 || requests.length > PARTS_MAX)
    return refuse(400, 40_014, `A batch holds 1 to ${PARTS_MAX} requests`)
  const parts: unknown[] = []
  for (const [index, { method, uri, data = {} }] of requests.entries()) {
    const part = parsePart(method, uri, data)
    const where = { path: part?.path ?? uri, shop }
    if (faults.hit(['batchTimeout'], where).length > 0) return { status: 504, body: { message: 'Gateway Time-out' } }
    const refused = part ? (takeCall() ? partFault(faults, where) : throttled()) : refuse(400, 40_005, 'Invalid uri')
    const { status, body: own } = refused ?? answer(part as Part)
    parts.push({
      method,
      uri,
      response: { header: { statusCode: index % 2 === 0 ? String(status) : status }, body: own },
    })
  }
  return { status: 200, body: { requests: { request: parts } } }
}

/** What happens to a request of a batch in place of its being carried out. */
function partFault(faults: Faults, where: { path: string; shop: string }): Answer | null {
  const [fault] = faults.hit(['batchThrottle', 'batchError'], where)
  if (!fault) return null
  return fault.kind === 'batchThrottle' ? throttled() : { status: 500, body: { message: 'Internal server error' } }
}

const throttled = () => refuse(429, 42_901, 'Too many requests')

function parsePart(method: string, uri: string, body: Record<string, unknown>): Part | null {
  if (!URL.canParse(uri)) return null
  const { pathname, searchParams } = new URL(uri)
  return { method, path: pathname.replace(/^.*\/api\//, '').replace(/^\//, ''), query: searchParams, body }
}
