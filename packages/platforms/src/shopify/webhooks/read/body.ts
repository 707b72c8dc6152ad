import type { Json } from '../../../contract/mirror-rows.ts'

/** An object in a webhook: field names of the REST resources, ids as numbers beyond 2^53. */
export type Body = { [key: string]: Json }

/** Parses a body; `null` when it is not a JSON object. Integers too large for a JavaScript number become text. */
export function parseBody(bytes: Buffer): Body | null {
  const text = bytes.toString('utf8')
  try {
    const value: Json = LARGE.test(text) ? JSON.parse(text, keepExact) : JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

/** A reviver takes several times as long, and most bodies do not need one. */
const LARGE = /\d{16}/

function keepExact(_key: string, value: Json, context?: { source?: string }): Json {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const source = context?.source ?? ''
  return /^-?\d+$/.test(source) ? source : value
}

function isObject(value: Json | undefined): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function object(value: Json | undefined): Body {
  return isObject(value) ? value : {}
}

export function list(value: Json | undefined): Body[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** A scalar as text; `null` for null and an empty string. */
export function text(value: Json | undefined): string | null {
  return value === undefined || value === null || value === '' || typeof value === 'object' ? null : String(value)
}

/** The digits of an id or gid; `null` when it is neither. */
export function idOf(value: Json | undefined): string | null {
  return /^(?:gid:\/\/shopify\/\w+\/)?(\d{1,20})$/.exec(text(value) ?? '')?.[1] ?? null
}

/** A decimal as written; `null` for anything else. */
export function decimal(value: Json | undefined): string | null {
  const written = text(value)
  return written !== null && /^-?\d+(\.\d+)?$/.test(written) ? written : null
}

export function flag(value: Json | undefined): boolean | null {
  return typeof value === 'boolean' ? value : null
}

export function time(value: Json | undefined): Date | null {
  const date = new Date(text(value) ?? Number.NaN)
  return Number.isNaN(date.getTime()) ? null : date
}

/** ISO 8601 in UTC. */
export function isoTime(value: Json | undefined): string | null {
  return time(value)?.toISOString() ?? null
}
