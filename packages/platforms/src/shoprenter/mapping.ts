import type { Facts } from './profile.ts'
import type { Zone } from './time.ts'
import { idOf, type Wire } from './wire.ts'

/** What a mapper knows of the shop beside the object itself. */
export interface Mapping {
  facts: Facts
  zone: Zone
  currency: string
}

/** Descriptions by language code. */
export function byLanguage(items: Wire[], { languages }: Facts): Map<string, Wire> {
  return new Map(
    items.flatMap((item) => {
      const code = languages[idOf(item.language) ?? '']
      return code ? [[code, item] as const] : []
    }),
  )
}

/** The default language's, else whichever there is. */
export function preferred<T>(byCode: Map<string, T>, { defaultLanguage }: Facts): T | undefined {
  return byCode.get(defaultLanguage) ?? byCode.values().next().value
}
