import type { Json } from '../../contract/mirror-rows.ts'

/** Names of fields that may contain credentials or payment data. */
const SECRET = /password|passwd|secret|token|credential|api_?key|card_?number|^cv[cv]2?$/i

/** An object without what must never be stored. */
export function rawOf(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(rawOf)
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (SECRET.test(key) ? [] : [[key, rawOf(inner)]])),
  )
}
