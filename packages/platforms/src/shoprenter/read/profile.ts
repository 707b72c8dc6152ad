import { z } from 'zod'
import { PermanentError } from '../../contract/errors.ts'
import type { Json } from '../../contract/mirror-rows.ts'
import type { ShopProfile } from '../../contract/shop-client.ts'
import { isTimezone } from '../api/time.ts'
import { idOf, integer, object, text } from '../api/wire.ts'
import type { ReadAll } from './read-all.ts'

/** What mapping needs to know about a shop; stored as `facts`. */
export const factsShape = z.object({
  /** Codes by language id. */
  languages: z.record(z.string(), z.string()),
  defaultLanguage: z.string(),
  /** How many of stock1…stock4 are used. */
  stockCount: z.int(),
  /** Names by status id, then language code: statuses are defined by each shop. */
  orderStatuses: z.record(z.string(), z.record(z.string(), z.string())),
  /** ISO 3166-1 alpha-2 codes by country id; missing in older stored profiles until their next refresh. */
  countries: z.record(z.string(), z.string()).default({}),
})
export type Facts = z.infer<typeof factsShape>

const DEFAULT_LANGUAGE = 'hu'
const DEFAULT_TIMEZONE = 'Europe/Budapest'
const DEFAULT_CURRENCY = 'HUF'
const STOCKS_MAX = 4

export async function readProfile(domain: string, readAll: ReadAll): Promise<ShopProfile> {
  const setting = async (key: string) =>
    text((await readAll('settings', { key })).find((item) => text(item.key) === key)?.value)
  const timezone = await setting('config_timezone')
  const currency = await setting('config_currency')
  const stockCount = await setting('config_stock_count')
  const languages = await readLanguages(readAll)
  const defaultLanguage = chooseLanguage(await setting('config_language'), Object.values(languages))
  const facts: Facts = {
    languages,
    defaultLanguage,
    stockCount: Math.min(integer(stockCount) ?? STOCKS_MAX, STOCKS_MAX),
    orderStatuses: await readOrderStatuses(languages, readAll),
    countries: await readCountries(readAll),
  }
  return {
    name: domain,
    currency: currency ?? DEFAULT_CURRENCY,
    timezone: timezone && isTimezone(timezone) ? timezone : DEFAULT_TIMEZONE,
    locale: defaultLanguage,
    facts,
  }
}

async function readLanguages(readAll: ReadAll): Promise<Facts['languages']> {
  const languages: Facts['languages'] = {}
  for (const item of await readAll('languages')) {
    const [id, code] = [idOf(item), text(item.code)]
    if (id && code) languages[id] = code
  }
  return languages
}

/** Whether `config_language` exists is not documented: without it, `DEFAULT_LANGUAGE` is used, otherwise the first language. */
function chooseLanguage(setting: string | null, codes: string[]): string {
  const wanted = setting ?? DEFAULT_LANGUAGE
  return codes.includes(wanted) ? wanted : (codes[0] ?? DEFAULT_LANGUAGE)
}

export async function readOrderStatuses(
  languages: Facts['languages'],
  readAll: ReadAll,
): Promise<Facts['orderStatuses']> {
  const statuses: Facts['orderStatuses'] = {}
  for (const { orderStatus, language, name } of await readAll('orderStatusDescriptions')) {
    const status = idOf(orderStatus)
    const code = languages[idOf(language) ?? '']
    const written = text(name)
    if (status && code && written) statuses[status] = { ...statuses[status], [code]: written }
  }
  return statuses
}

/** Empty when access is denied: a sync must not fail because of missing country codes. */
async function readCountries(readAll: ReadAll): Promise<Facts['countries']> {
  const items = await readAll('countries').catch((error: unknown) => {
    if (error instanceof PermanentError) return []
    throw error
  })
  const countries: Facts['countries'] = {}
  for (const item of items) {
    const [id, code] = [idOf(item), text(item.isoCode2)]
    if (id && code) countries[id] = code
  }
  return countries
}

/** Countries are whole objects or links, depending on the resource. */
export function countryCode({ countries }: Facts, country: Json | undefined): string | null {
  return text(object(country).isoCode2) ?? countries[idOf(country) ?? ''] ?? null
}

export function statusName(facts: Facts, status: string | null): string | null {
  const names = facts.orderStatuses[status ?? ''] ?? {}
  return names[facts.defaultLanguage] ?? Object.values(names)[0] ?? null
}
