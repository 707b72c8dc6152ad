import { isObject, numberText, objectIn, parseWritten, type WrittenJson, type WrittenObject } from './written-json.ts'

const NANOSECONDS = /^\d{1,22}$/
const NANOSECONDS_PER_MS = 1_000_000n
const EARLIEST_MS = Date.UTC(2010, 0)
const LATEST_MS = Date.UTC(2262, 0)
const ID = /^[0-9a-f]{24}$/i

/** The fields around the object of a webhook; `null` when absent. https://shopline-developers.readme.io/docs/2-webhook-topic-and-payload-examples */
export interface Envelope {
  topic: string | null
  merchantId: string | null
  traceId: string | null
  /** Time of the event, nanoseconds since the epoch, more than a JavaScript number can hold. */
  ts: bigint | null
  /** An internal document: its keys differ from the REST object of the same name, its id is `_id`. */
  resource: WrittenObject
}

/** `null` when the body is no JSON object. */
export function parseEnvelope(body: Uint8Array): Envelope | null {
  const parsed = parseWritten(body)
  return parsed && readEnvelope(parsed)
}

export function readEnvelope(body: WrittenObject): Envelope {
  return {
    topic: textOf(body.topic),
    merchantId: idOf(body.merchant_id),
    traceId: textOf(body.trace_id),
    ts: nanosecondsOf(body.ts),
    resource: objectIn(body.resource),
  }
}

/** Back to nanoseconds, for times that no event contains. */
export function momentOf(date: Date): bigint {
  return BigInt(date.getTime()) * NANOSECONDS_PER_MS
}

/** To the millisecond; `null` for an invalid time. */
export function dateOfTs(ts: bigint | null): Date | null {
  if (ts === null) return null
  const ms = Number(ts / NANOSECONDS_PER_MS)
  return ms >= EARLIEST_MS && ms < LATEST_MS ? new Date(ms) : null
}

/** 24 hex digits in lower case, also from MongoDB's `{"$oid": …}`; `null` for anything else. */
export function idOf(value: WrittenJson | undefined): string | null {
  const id = isObject(value) ? value.$oid : value
  return typeof id === 'string' && ID.test(id) ? id.toLowerCase() : null
}

/** `null` for anything but a non-empty string. */
export function textOf(value: WrittenJson | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** ISO 8601 with any number of fraction digits. */
export function timeOf(value: WrittenJson | undefined): Date | null {
  const date = new Date(textOf(value) ?? Number.NaN)
  return Number.isNaN(date.getTime()) ? null : date
}

function nanosecondsOf(value: WrittenJson | undefined): bigint | null {
  const digits = textOf(value) ?? numberText(value)
  return digits !== null && NANOSECONDS.test(digits) ? BigInt(digits) : null
}
