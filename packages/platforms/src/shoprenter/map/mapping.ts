import type { ShopProfile } from '../../contract/shop-client.ts'
import { type Zone, zoneOf } from '../api/time.ts'
import { idOf, type Wire } from '../api/wire.ts'
import { type Facts, factsShape, readOrderStatuses, readProfile } from '../read/profile.ts'
import type { ReadAll } from '../read/read-all.ts'

/** What mapping needs to know about the shop. */
export interface Mapping {
  facts: Facts
  zone: Zone
  currency: string
}

interface MappingOptions {
  profile: ShopProfile | undefined
  readAll: ReadAll
  domain: string
}

/** From the stored profile; read when there is none, or one of an older format. */
export function createMappings({ profile, readAll, domain }: MappingOptions) {
  let known = profile && toMapping(profile)
  let isLearned = false
  const mapping = async (): Promise<Mapping> => {
    known ??= toMapping(await readProfile(domain, readAll))
    if (!known) throw new Error('The shop profile that was just read is not valid.')
    return known
  }

  return {
    mapping,
    /** Merchants may add statuses at any time. Reads them once; a status that is still unknown has no name. */
    async refreshStatuses(): Promise<void> {
      if (isLearned) return
      const { facts, ...rest } = await mapping()
      known = { ...rest, facts: { ...facts, orderStatuses: await readOrderStatuses(facts.languages, readAll) } }
      isLearned = true
    },
  }
}

function toMapping({ facts, timezone, currency }: ShopProfile): Mapping | undefined {
  const { success, data } = factsShape.safeParse(facts)
  return success ? { facts: data, zone: zoneOf(timezone), currency } : undefined
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

/** The default language's, otherwise any. */
export function preferred<T>(byCode: Map<string, T>, { defaultLanguage }: Facts): T | undefined {
  return byCode.get(defaultLanguage) ?? byCode.values().next().value
}
