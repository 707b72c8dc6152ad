import { z } from 'zod'

/** Years that Postgres and JavaScript format in the same way. */
const YEARS = { from: 1970, to: 9999 }

interface TextOptions {
  /** Characters. Default 1. */
  min?: number
  max: number
  /** Message when the value is missing or not a string. */
  error?: string
}

/**
 * A string from a caller, for every field and parameter without a stricter schema. Only what Postgres can store
 * unchanged: no NUL and no lone surrogate.
 */
export function text({ min = 1, max, error }: TextOptions) {
  return z
    .string(error)
    .min(min)
    .max(max)
    .refine(isStorable, 'contains characters that cannot be stored: NUL or a lone surrogate')
}

function isStorable(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0')
}

/** One of our ids, such as `shp_…`. */
export const idSchema = z.string().regex(/^[a-z]{3}_\w{1,60}$/)

/** Path parameter of routes of one platform. Whether it is enabled is checked by the route. */
export const platformParams = z.object({ platform: text({ max: 40 }) })

/** A time with its offset, such as `2026-11-29T08:00:00Z`. */
export const momentSchema = z.iso
  .datetime({ offset: true })
  .refine(isWithinYears, `is not between the years ${YEARS.from} and ${YEARS.to}`)

function isWithinYears(moment: string): boolean {
  const year = new Date(moment).getUTCFullYear()
  return year >= YEARS.from && year <= YEARS.to
}

/** The time range of a list. Both ends are optional. */
export const rangeQuery = {
  since: momentSchema.optional().describe('From this time on'),
  until: momentSchema.optional().describe('Before this time'),
}

/** As the repositories expect it. */
export function toRange({ since, until }: { since?: string | undefined; until?: string | undefined }) {
  return {
    ...(since !== undefined && { since: new Date(since) }),
    ...(until !== undefined && { until: new Date(until) }),
  }
}
