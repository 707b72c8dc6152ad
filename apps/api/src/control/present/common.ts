import { z } from 'zod'

/** A number of rows, calls or attempts. */
export const count = z.int()
/** ISO 8601 in UTC. */
export const time = z.iso.datetime()
/** ISO 8601 in UTC; `null` for what has not happened. */
export const timeOrNull = time.nullable()

/** ISO 8601 in UTC; `null` stays `null`. */
export function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null
}
