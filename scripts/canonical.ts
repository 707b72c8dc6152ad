/** Type ids of Postgres whose values cannot be compared as text. */
const NUMERIC = 1700
const INTEGERS = new Set([20, 21, 23])
const TIMESTAMPTZ = 1184
const JSON_TYPES = new Set([114, 3802])
const TEXT_ARRAY = 1009

/** Canonical text of a value, so that `2200.0000` equals `2200`, and the order of JSON keys does not matter. */
export function canonical(value: unknown, type: number): string | null {
  if (value === null || value === undefined) return null
  if (type === NUMERIC || INTEGERS.has(type)) return canonicalDecimal(String(value))
  if (type === TIMESTAMPTZ) return canonicalTime(value)
  if (JSON_TYPES.has(type) || type === TEXT_ARRAY) return JSON.stringify(sortKeys(value))
  return String(value)
}

/** Without conversion to a float: `0012.50` becomes `12.5`, `-0.00` becomes `0`. */
export function canonicalDecimal(text: string): string {
  const match = /^(-?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(text.trim())
  if (!match) return text
  const [, sign = '', whole = '', fraction = ''] = match
  const digits = `${whole || '0'}${fraction ? `.${fraction}` : ''}`
  return digits === '0' ? '0' : `${sign}${digits}`
}

function canonicalTime(value: unknown): string {
  const time = value instanceof Date ? value : new Date(String(value))
  return Number.isNaN(time.getTime()) ? String(value) : time.toISOString()
}

function sortKeys(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return isDecimal(value) ? canonicalDecimal(String(value)) : value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]))
}

const isDecimal = (value: unknown) =>
  typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))
