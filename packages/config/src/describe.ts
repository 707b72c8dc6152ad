import type { z } from 'zod'
import { listSettings } from './settings.ts'

/** For the start-up log: the value of every setting; for secrets `set` or `missing`. */
export function describeSettings(
  schema: z.ZodObject,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    listSettings(schema).map(({ name, secret }) => [name, secret ? presence(values[name]) : (values[name] ?? null)]),
  )
}

function presence(value: unknown): 'set' | 'missing' {
  const empty = value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  return empty ? 'missing' : 'set'
}
