import type { Answer } from '../envelope.ts'
import { Refusal } from './refusal.ts'
import type { Body, Target, Writer } from './writer.ts'

export interface WriteCall {
  method: string
  id: string | null
  /** As it was sent: bare, or in `data`. */
  body: Body
  /** The object, as a read of this resource answers it. */
  read(id: string): Answer
  /** `emptyBody=1` was asked for, and this resource knows it. */
  isEmptied: boolean
}

type Outcome = { status: 200 | 201; number: number } | { status: 204 }

/** https://doc.shoprenter.hu/development/api/05_outer_id.html */
export function answerWrite(call: WriteCall, writer: Writer, target: Target): Answer {
  try {
    const outcome = write(call, writer, target)
    if (outcome.status === 204) return { status: 204, body: null }
    if (call.isEmptied) return { status: outcome.status, body: [] }
    return { ...call.read(target.formats.ids.of(writer.kind, outcome.number)), status: outcome.status }
  } catch (error) {
    if (error instanceof Refusal) return error.answer
    throw error
  }
}

function write({ method, id, body }: WriteCall, writer: Writer, target: Target): Outcome {
  const number = id === null ? null : findExisting(id, writer, target)
  if (method === 'DELETE') return remove(id, number, writer, target)
  const { id: outerId, ...fields } = unwrap(body)
  if (method === 'POST' && number === null) {
    if (id !== null && isOwnId(id)) throw new Refusal(400, 40_007, 'The given resource id is wrong')
    return create(fields, id ?? textOf(outerId), writer, target)
  }
  if (id === null) throw new Refusal(400, 40_011, 'Resource identity missing')
  if (number === null) throw unknown(id)
  if (method === 'POST' && isOuterId(id, number, writer, target) && target.rules.outerIdAgain === 'refuse')
    throw new Refusal(400, 40_005, 'OuterID already exists')
  if (!writer.update) throw notAllowed(method)
  const ownOuterId = checkOuterId(textOf(outerId), number, writer, target)
  writer.update(number, fields, target, method === 'PUT' ? 'PUT' : 'POST')
  if (ownOuterId !== null) target.formats.ids.assign(writer.kind, number, ownOuterId)
  return { status: 200, number }
}

function create(fields: Body, outerId: string | null, writer: Writer, target: Target): Outcome {
  if (!writer.create) throw notAllowed('POST')
  const ownOuterId = checkOuterId(outerId, null, writer, target)
  const number = writer.create(fields, target)
  if (ownOuterId !== null) target.formats.ids.assign(writer.kind, number, ownOuterId)
  return { status: 201, number }
}

function remove(id: string | null, number: number | null, writer: Writer, target: Target): Outcome {
  if (!writer.remove) throw notAllowed('DELETE')
  if (id === null || number === null) throw new Refusal(404, 40_401, 'Resource not found')
  writer.remove(number, target)
  target.formats.ids.release(writer.kind, number)
  return { status: 204 }
}

function findExisting(id: string, { kind, exists }: Writer, target: Target): number | null {
  const number = target.formats.ids.find(kind, id)
  return number !== null && exists(number, target) ? number : null
}

/** Text that may become the OuterID of this object, `null` if it is no new one. */
function checkOuterId(outerId: string | null, number: number | null, { kind }: Writer, { formats }: Target) {
  if (outerId === null || (number !== null && formats.ids.of(kind, number) === outerId)) return null
  const taken = formats.ids.find(kind, outerId)
  if (taken === number && number !== null) return null
  if (taken !== null) throw new Refusal(400, 40_005, 'OuterID already exists')
  return outerId
}

function isOuterId(id: string, number: number, { kind }: Writer, { formats }: Target): boolean {
  return formats.ids.outerOf(kind, number) === id
}

/** Looks like an id that the platform gave. */
function isOwnId(id: string): boolean {
  return /^[a-zA-Z]+-[a-z_]+=\d+/.test(Buffer.from(id, 'base64').toString('utf8'))
}

function unknown(id: string): Refusal {
  return isOwnId(id)
    ? new Refusal(404, 40_401, 'Resource not found')
    : new Refusal(400, 40_007, `OuterID does not exist: ${id}`)
}

function unwrap(body: Body): Body {
  const data = body.data ?? body
  if (typeof data !== 'object' || Array.isArray(data) || Object.keys(data as object).length === 0)
    throw new Refusal(400, 40_001, 'No data in the request')
  return data as Body
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
const notAllowed = (method: string) => new Refusal(405, 40_501, `${method} is not available for this resource`)
