import type { Json } from '../../contract/mirror-rows.ts'
import { words } from '../map/wire.ts'

const LENGTH_MIN = 3
const LENGTH_MAX = 40

/** What is wrong with tags, by their position; the platform takes no others. https://open-api.docs.shoplineapp.com/reference/put_orders-id-tags-1 */
export function faultsOfTags(tags: readonly string[] = [], countMax = Number.POSITIVE_INFINITY) {
  const faults = tags.flatMap((tag, index) =>
    tag.length < LENGTH_MIN || tag.length > LENGTH_MAX
      ? {
          path: `payload.tags.${index}`,
          message: `has to have ${LENGTH_MIN} to ${LENGTH_MAX} characters in shopline shops`,
        }
      : [],
  )
  if (new Set(tags).size <= countMax) return faults
  return [...faults, { path: 'payload.tags', message: `may be ${countMax} at most in shopline shops` }]
}

export function isSameSet(shown: Json | undefined, wanted: readonly string[]): boolean {
  const present = new Set(words(shown))
  return present.size === new Set(wanted).size && wanted.every((tag) => present.has(tag))
}
