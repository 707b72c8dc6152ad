import type { Json } from '../../../contract/mirror-rows.ts'

/** An object as Shopify's webhooks write it: the names of its REST resources, ids as numbers beyond 2^53. */
export type Body = { [key: string]: Json }

/** `null` when it is no JSON object. Whole numbers that a JavaScript number cannot hold come as their text. */
export function parseBody(bytes: Buffer): Body | null {
  const text = bytes.toString('utf8')
  try {
    const value: Json = LARGE.test(text) ? JSON.parse(text, keepExact) : JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

/** Reviving takes several times as long, and most bodies have no use for it. */
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

/** A scalar as text; `null` for nothing and for an empty text. */
export function text(value: Json | undefined): string | null {
  return value === undefined || value === null || value === '' || typeof value === 'object' ? null : String(value)
}

/** An id as its digits, also out of a gid; `null` when it is none. */
export function idOf(value: Json | undefined): string | null {
  return /^(?:gid:\/\/shopify\/\w+\/)?(\d{1,20})$/.exec(text(value) ?? '')?.[1] ?? null
}

/** A decimal as it was written, `null` when it is none. */
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
