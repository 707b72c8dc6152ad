import { z } from 'zod'

export const idSchema = z.string().regex(/^[a-z]{3}_\w{1,60}$/)
export const count = z.int()
export const time = z.iso.datetime()
export const timeOrNull = time.nullable()

export function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null
}
