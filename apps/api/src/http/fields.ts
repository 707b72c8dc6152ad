import { z } from 'zod'

/** Years that Postgres and JavaScript write alike. */
const YEARS = { from: 1970, to: 9999 }

interface TextOptions {
  /** Characters; 1 when absent. */
  min?: number
  max: number
  /** Says what to do when it is no text or missing. */
  error?: string
}

/**
 * Text of a caller, for every field and parameter that is not narrower by itself: what Postgres can store and gives back as
 * it came, so no NUL and no half of a surrogate pair.
 */
export function text({ min = 1, max, error }: TextOptions) {
  return z
    .string(error)
    .min(min)
    .max(max)
    .refine(isStorable, 'has characters that cannot be stored: NUL or half a surrogate pair')
}

function isStorable(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0')
}

/** An id of ours. */
export const idSchema = z.string().regex(/^[a-z]{3}_\w{1,60}$/)

export const platformParams = z.object({ platform: text({ max: 40 }) })

/** A moment with its offset, as `2026-11-29T08:00:00Z`. */
const momentSchema = z.iso
  .datetime({ offset: true })
  .refine(isWithinYears, `is not between the years ${YEARS.from} and ${YEARS.to}`)

function isWithinYears(moment: string): boolean {
  const year = new Date(moment).getUTCFullYear()
  return year >= YEARS.from && year <= YEARS.to
}

/** The time range of a list. Both ends may be absent. */
export const rangeQuery = {
  since: momentSchema.optional().describe('Not before this moment'),
  until: momentSchema.optional().describe('Before this moment'),
}

/** As the repositories take it. */
export function toRange({ since, until }: { since?: string | undefined; until?: string | undefined }) {
  return {
    ...(since !== undefined && { since: new Date(since) }),
    ...(until !== undefined && { until: new Date(until) }),
  }
}
