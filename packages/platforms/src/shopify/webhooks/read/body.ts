import type { Json } from '../../../contract/mirror-rows.ts'

/** An object in a webhook: field names of the REST resources, ids as numbers beyond 2^53. */
export type Body = { [key: string]: Json }

/** Parses a body; `null` when it is not a JSON object. Integers too large for a JavaScript number become text. */
export function parseBody(bytes: Buffer): Body | null {
  const value = parseExact(bytes.toString('utf8'))
  return isObject(value) ? value : null
}

/**
 * Large integers are put in quotes before parsing, because `JSON.parse` with a reviver takes four times as long. A quote put
 * into a string ends that string before a digit, which is never JSON: then the reviver finds the integers.
 */
function parseExact(text: string): Json | undefined {
  const quoted = text.replaceAll(LARGE, quoteUnlessSafe)
  if (quoted === text) return parseIfJson(text)
  return parseIfJson(quoted) ?? parseIfJson(text, keepExact)
}

/** An integer of 16 digits or more between the characters that enclose a value. */
const LARGE = /([:[,]\s*)(-?[1-9]\d{15,})(?=\s*[,}\]])/g

function quoteUnlessSafe(whole: string, before: string, digits: string): string {
  return Number.isSafeInteger(Number(digits)) ? whole : `${before}"${digits}"`
}

function parseIfJson(...given: Parameters<typeof JSON.parse>): Json | undefined {
  try {
    return JSON.parse(...given)
  } catch {
    return undefined
  }
}

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
