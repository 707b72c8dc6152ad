import type { Json } from '../../contract/mirror-rows.ts'

/** Names of fields that may open a door, or pay. */
const SECRET = /password|passwd|secret|token|credential|api_?key|card_?number|^cv[cv]2?$/i

/** An object as it came, minus what must never be stored. */
export function rawOf(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(rawOf)
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (SECRET.test(key) ? [] : [[key, rawOf(inner)]])),
  )
}
