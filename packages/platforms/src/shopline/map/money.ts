import type { Json } from '../../contract/mirror-rows.ts'
import { multiply } from '../../map/decimals.ts'
import { decimal, object, text } from './wire.ts'

/** ISO 4217: minor digits of currencies that have not two. */
const MINOR_DIGITS: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
])

/** Tenths, hundredths …: what one of the last digit is worth. */
const UNITS: Readonly<Record<number, string>> = { 0: '1', 2: '0.01', 3: '0.001' }

/**
 * `{"cents":45000,"currency_iso":"TWD","dollars":450.0}` as exact decimal text without trailing zeros, `null` when it
 * names no amount. How `cents` scales is told nowhere: the scale is the one that gives `dollars`, and the currency's
 * own where `dollars` is missing or fits none.
 */
export function amountOf(money: Json | undefined, currency: string | null): string | null {
  const { cents, dollars, currency_iso: own } = object(money)
  const minor = decimal(cents)
  const major = decimal(dollars)
  if (minor === null) return major && multiply(major, '1')

  const digits = digitsByDollars(minor, major) ?? MINOR_DIGITS.get(text(own) ?? currency ?? '') ?? 2
  return multiply(minor, UNITS[digits] ?? '1')
}

function digitsByDollars(minor: string, major: string | null): number | undefined {
  // Sums of doubles are a little off; past what doubles tell apart, none of them says anything.
  if (major === null || Math.abs(Number(major)) > Number.MAX_SAFE_INTEGER) return undefined
  const wanted = multiply(Number(major).toFixed(3), '1')
  return [2, 0, 3].find((digits) => multiply(minor, UNITS[digits] ?? '1') === wanted)
}

export function currencyOf(money: Json | undefined): string | null {
  return text(object(money).currency_iso)
}

export function isPositive(amount: string | null): amount is string {
  return amount !== null && amount !== '0' && !amount.startsWith('-')
}

/** Without its sign: a discount is one whichever way it is written. */
export function absolute(amount: string | null): string | null {
  return amount?.replace('-', '') ?? null
}
