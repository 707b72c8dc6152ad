import type { Language } from '../http/languages.ts'

const MINUTE_MS = 60_000
const HOUR_MINUTES = 60
const DAY_HOURS = 24

/** `47 minutes`, `3 hours`, `2 days`: whole units, rounded down, at least a minute. */
export function remaining(ms: number, language: Language): string {
  const minutes = Math.max(1, Math.floor(ms / MINUTE_MS))
  const hours = Math.floor(minutes / HOUR_MINUTES)
  if (hours < 2) return format(minutes, 'minute', language)
  if (hours < 2 * DAY_HOURS) return format(hours, 'hour', language)
  return format(Math.floor(hours / DAY_HOURS), 'day', language)
}

function format(value: number, unit: 'minute' | 'hour' | 'day', language: Language): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}
