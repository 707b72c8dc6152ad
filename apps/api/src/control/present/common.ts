import { z } from 'zod'

export const count = z.int()
export const time = z.iso.datetime()
export const timeOrNull = time.nullable()

/** ISO 8601 in UTC; `null` stays `null`. */
export function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null
}
