const WRITTEN = Symbol('a number as it was written')

interface WrittenNumber {
  readonly [WRITTEN]: string
}

/** JSON with numbers as text, so that `10.0` and integers beyond 2^53 are preserved. */
export type WrittenJson = null | boolean | string | WrittenNumber | WrittenJson[] | WrittenObject
export interface WrittenObject {
  [key: string]: WrittenJson
}

/** `null` when the bytes are no JSON object in UTF-8, or one that is nested too deeply. */
export function parseWritten(bytes: Uint8Array): WrittenObject | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value: unknown = JSON.parse(text, keepWritten)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function keepWritten(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' ? { [WRITTEN]: context?.source ?? String(value) } : value
}

/** The text of a number, `null` for what is none. */
export function numberText(value: WrittenJson | undefined): string | null {
  return typeof value === 'object' && value !== null && WRITTEN in value ? value[WRITTEN] : null
}

export function isObject(value: unknown): value is WrittenObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(WRITTEN in value)
}

/** The value if it is an object, otherwise `{}`. */
export function objectIn(value: WrittenJson | undefined): WrittenObject {
  return isObject(value) ? value : {}
}

export interface WritingStyle {
  /** `10.0` stays `10.0`, or becomes the `10` that JavaScript prints. */
  numbers: 'written' | 'javascript'
  /** Sorts by code units, or like JavaScript objects: integer-like keys first, by value. */
  keys: 'sorted' | 'javascript'
}

/** Keys sorted at every depth, no spaces, nothing escaped that `JSON.stringify` would not. */
export function writeSorted(value: WrittenJson, style: WritingStyle): string {
  const number = numberText(value)
  if (number !== null) return style.numbers === 'written' ? number : asJavaScriptPrints(number)
  if (Array.isArray(value)) return `[${value.map((item) => writeSorted(item, style)).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const members = keysOf(value, style).map((key) => `${JSON.stringify(key)}:${writeSorted(value[key] ?? null, style)}`)
  return `{${members.join(',')}}`
}

function keysOf(object: WrittenObject, { keys }: WritingStyle): string[] {
  const sorted = Object.keys(object).sort()
  return keys === 'sorted' ? sorted : Object.keys(Object.fromEntries(sorted.map((key) => [key, null])))
}

function asJavaScriptPrints(number: string): string {
  return JSON.stringify(Number(number))
}
