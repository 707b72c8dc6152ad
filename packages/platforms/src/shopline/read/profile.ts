import { PermanentError } from '../../contract/errors.ts'
import type { ShopProfile } from '../../contract/shop-client.ts'
import type { Api } from '../api/api.ts'
import type { Wire } from '../map/shapes.ts'
import { idOf, object, text, words } from '../map/wire.ts'

const DEFAULT_CURRENCY = 'TWD'
const DEFAULT_LANGUAGE = 'zh-hant'

/** The Open API has no time zone of a shop; all times are UTC. */
const TIMEZONE = 'UTC'

/** https://open-api.docs.shoplineapp.com/reference */
export async function readProfile(merchantId: string, api: Api): Promise<ShopProfile> {
  const merchant = await readMerchant(merchantId, api)
  const language = text(merchant.default_language_code) ?? DEFAULT_LANGUAGE
  return {
    name: text(merchant.name) ?? text(merchant.handle) ?? merchantId,
    currency: text(merchant.base_currency_code)?.toUpperCase() ?? DEFAULT_CURRENCY,
    timezone: TIMEZONE,
    locale: localeOf(language),
    facts: {
      defaultLanguage: language,
      languages: words(merchant.supported_languages),
      handle: text(merchant.handle),
      country: text(merchant.base_country_code),
    },
  }
}

async function readMerchant(merchantId: string, api: Api): Promise<Wire> {
  const { status, value } = await api.request(`merchants/${encodeURIComponent(merchantId)}`)
  const merchant = object(value)
  if (status < 300 && idOf(merchant)?.toLowerCase() === merchantId) return merchant
  throw new PermanentError(
    `SHOPLINE: the token belongs to another shop than ${merchantId}. Enter a token of this shop.`,
    {
      platform: 'shopline',
      status,
    },
  )
}

/** SHOPLINE's `zh-hant` is `zh-Hant` in BCP 47. */
function localeOf(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? language
  } catch {
    return language
  }
}
