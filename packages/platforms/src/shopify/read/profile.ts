import { z } from 'zod'
import type { ShopProfile } from '../../contract/shop-client.ts'
import type { ShopifyApi } from '../api/api.ts'
import { shop, shopLocales } from '../api/graphql/documents.ts'
import { missingScopes } from '../install/scopes.ts'

/** What mapping and reading need to know about a shop; stored as `facts`. */
export const factsShape = z.object({
  /** As Shopify lists them: `write_x` without the `read_x` that it includes. */
  scopes: z.array(z.string()),
  /** Display name of the plan: `Basic`, `Plus`… */
  plan: z.string(),
  isDevelopment: z.boolean(),
  /** ISO 3166; `null` when the shop has no address yet. */
  country: z.string().nullable(),
  /** Whether product prices include taxes. */
  taxesIncluded: z.boolean(),
})
export type Facts = z.infer<typeof factsShape>

const LOCALE_UNKNOWN = 'en'

/** `null` when they are missing or of an older format: the shop must be described again. */
export function factsOf(profile: ShopProfile | undefined): Facts | null {
  return factsShape.safeParse(profile?.facts).data ?? null
}

export async function readProfile(api: ShopifyApi, wantedScopes: readonly string[]): Promise<ShopProfile> {
  const { shop: settings, currentAppInstallation } = await api.query(shop, {})
  const scopes = currentAppInstallation.accessScopes.map(({ handle }) => handle)
  const country = settings.shopAddress.countryCodeV2
  const facts: Facts = {
    scopes,
    plan: settings.plan.publicDisplayName,
    isDevelopment: settings.plan.partnerDevelopment,
    country,
    taxesIncluded: settings.taxesIncluded,
  }
  return {
    name: settings.name,
    currency: settings.currencyCode,
    timezone: settings.ianaTimezone,
    locale: (await readLocale(api, scopes)) ?? guessLocale(country),
    facts,
    missingScopes: missingScopes(wantedScopes, scopes),
  }
}

/** `null` without the scope `read_locales`, which nothing else needs. */
async function readLocale(api: ShopifyApi, scopes: readonly string[]): Promise<string | null> {
  if (missingScopes(['read_locales'], scopes).length > 0) return null
  const { shopLocales: locales } = await api.query(shopLocales, {})
  return locales.find(({ primary }) => primary)?.locale ?? null
}

/** The main language of a country. */
function guessLocale(country: string | null): string {
  if (!country) return LOCALE_UNKNOWN
  return new Intl.Locale('und', { region: country }).maximize().language ?? LOCALE_UNKNOWN
}
