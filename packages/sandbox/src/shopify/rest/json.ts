/** JSON text in place of a value: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/JSON/rawJSON */
export interface RawJson {
  readonly rawJSON: string
}

// TypeScript does not know it yet.
const { rawJSON } = JSON as unknown as { rawJSON(text: string): RawJson }

/** An id that JSON writes as a number with all its digits, also beyond 2^53. */
export function exact(digits: string): RawJson {
  return rawJSON(digits)
}

/** The digits of an id that `exact` has made; `null` for any other value. */
export function digitsOf(value: unknown): string | null {
  return typeof value === 'object' && value !== null && 'rawJSON' in value ? String(value.rawJSON) : null
}

const TIME_ZONE = 'Europe/Budapest'
const offsets = new Intl.DateTimeFormat('en', { timeZone: TIME_ZONE, timeZoneName: 'longOffset' })
const HOUR_MS = 3_600_000

interface Offset {
  text: string
  ms: number
}

/** By the hour: Intl takes microseconds, and offsets change on the hour. */
const known = new Map<number, Offset>()

/** ISO 8601 in the shop's time zone, with its offset: `2026-08-28T06:59:14+02:00`. */
export function localTime(time: number): string {
  const { text, ms } = offsetAt(time)
  return `${new Date(time + ms).toISOString().slice(0, 19)}${text}`
}

/** Milliseconds; a time without an offset is the shop's. `NaN` for what is no time. */
export function readTime(text: string): number {
  // A plus sign that a client did not encode arrives as a space.
  const value = text.trim().replace(/ (\d\d:?\d\d)$/, '+$1')
  if (/(Z|[+-]\d\d:?\d\d)$/i.test(value) && value.length > 10) return Date.parse(value)
  const utc = Date.parse(value.length > 10 ? `${value.replace(' ', 'T')}Z` : value)
  return Number.isNaN(utc) ? utc : utc - offsetAt(utc).ms
}

function offsetAt(time: number): Offset {
  const hour = Math.floor(time / HOUR_MS)
  const found = known.get(hour) ?? readOffset(time)
  known.set(hour, found)
  return found
}

function readOffset(time: number): Offset {
  const name = offsets.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const text = name === 'GMT' ? '+00:00' : name.slice(3)
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return { text, ms: (hours * 60 + Math.sign(hours || 1) * minutes) * 60_000 }
}
