import type { ShopProfile } from '../platform.ts'
import { idOf, integer, text, type Wire } from './wire.ts'

/** What mapping has to know of a shop; kept with the shop as `facts`. */
export interface Facts {
  /** Codes by language id. */
  languages: Record<string, string>
  defaultLanguage: string
  /** How many of stock1…stock4 are in use. */
  stockCount: number
  /** Names by status id, then language code: statuses are defined by each shop. */
  orderStatuses: Record<string, Record<string, string>>
}

const DEFAULT_LANGUAGE = 'hu'
const DEFAULT_TIMEZONE = 'Europe/Budapest'
const DEFAULT_CURRENCY = 'HUF'
const STOCKS_MAX = 4

/** Reads all items of a small collection. */
export type ReadAll = (path: string, query?: Record<string, string>) => Promise<Wire[]>

export async function readProfile(domain: string, readAll: ReadAll): Promise<ShopProfile> {
  const setting = async (key: string) =>
    text((await readAll('settings', { key })).find((item) => text(item.key) === key)?.value)
  const timezone = validTimezone(await setting('config_timezone'))
  const currency = (await setting('config_currency')) ?? DEFAULT_CURRENCY
  const stockCount = Math.min(integer(await setting('config_stock_count')) ?? STOCKS_MAX, STOCKS_MAX)
  const languages = Object.fromEntries(
    (await readAll('languages')).flatMap((item) => [[idOf(item), text(item.code)]].filter(([id, code]) => id && code)),
  )
  const codes = Object.values<string>(languages)
  const wanted = (await setting('config_language')) ?? DEFAULT_LANGUAGE
  const defaultLanguage = codes.includes(wanted) ? wanted : (codes[0] ?? DEFAULT_LANGUAGE)
  const orderStatuses = await readOrderStatuses(languages, readAll)
  const facts: Facts = { languages, defaultLanguage, stockCount, orderStatuses }
  return { name: domain, currency, timezone, locale: defaultLanguage, facts: { ...facts } }
}

export async function readOrderStatuses(
  languages: Facts['languages'],
  readAll: ReadAll,
): Promise<Facts['orderStatuses']> {
  const statuses: Facts['orderStatuses'] = {}
  for (const description of await readAll('orderStatusDescriptions')) {
    const [status, language, name] = [
      idOf(description.orderStatus),
      languages[idOf(description.language) ?? ''],
      text(description.name),
    ]
    if (status && language && name) statuses[status] = { ...statuses[status], [language]: name }
  }
  return statuses
}

export function statusName(facts: Facts, status: string | null): string | null {
  const names = facts.orderStatuses[status ?? '']
  return names?.[facts.defaultLanguage] ?? Object.values(names ?? {})[0] ?? null
}

function validTimezone(name: string | null): string {
  try {
    return (
      new Intl.DateTimeFormat('en', { timeZone: name ?? DEFAULT_TIMEZONE }).resolvedOptions().timeZone &&
      (name ?? DEFAULT_TIMEZONE)
    )
  } catch {
    return DEFAULT_TIMEZONE
  }
}
