import type { Json } from '../../contract/mirror-rows.ts'
import type { Wire } from './shapes.ts'

/** A scalar as text; `null` for anything else and for an empty string. */
export function text(value: Json | undefined): string | null {
  if (value === undefined || value === null || value === '' || typeof value === 'object') return null
  return String(value)
}

/** A number or numeric text as decimal text without exponent. */
export function decimal(value: Json | undefined): string | null {
  const isTiny = typeof value === 'number' && Math.abs(value) < 1e-6
  const written = isTiny ? trimZeros(value.toFixed(12)) : text(value)
  return written !== null && /^-?\d+(\.\d+)?$/.test(written) ? written : null
}

function trimZeros(written: string): string {
  return written.replace(/\.?0+$/, '')
}

export function integer(value: Json | undefined): number | null {
  const number = Number(decimal(value) ?? Number.NaN)
  return Number.isSafeInteger(number) ? number : null
}

export function flag(value: Json | undefined): boolean | null {
  if (value === true || value === 'true') return true
  return value === false || value === 'false' ? false : null
}

/** The value if it is an object, otherwise `{}`. */
export function object(value: Json | undefined): Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

/** The objects of a list; other entries are left out. */
export function list(value: Json | undefined): Wire[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((item) => (isObject(item) ? [item] : []))
}

/** The words of a list, or of a comma-separated text. */
export function words(value: Json | undefined): string[] {
  const items = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : []
  return items.flatMap((item) => text(item)?.trim() || [])
}

function isObject(value: Json): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** API answers have `id`; internal documents, as in webhooks, have `_id`. */
export function idOf({ id, _id }: Wire): string | null {
  return text(id) ?? text(_id)
}

/** A time; UTC if it has no zone. `null` for anything else. */
export function timeOf(value: Json | undefined): Date | null {
  if (typeof value !== 'string') return null
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(value)
  const time = new Date(hasZone ? value : `${value.replace(' ', 'T')}Z`)
  return Number.isNaN(time.getTime()) ? null : time
}

export function isoOf(value: Json | undefined): string | null {
  return timeOf(value)?.toISOString() ?? null
}

export function latestOf(times: readonly (Date | null)[]): Date | null {
  return times.reduce((latest, time) => (time && (!latest || time > latest) ? time : latest), null)
}
