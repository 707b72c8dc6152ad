import type { Json } from '../../contract/mirror-rows.ts'
import { multiply } from '../../map/decimals.ts'
import { decimal, object, text } from './wire.ts'

/** Decimal places of currencies that do not have two. ISO 4217. */
const MINOR_DIGITS: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
])

/** The value of one unit of the last decimal place. */
const UNITS: Readonly<Record<number, string>> = { 0: '1', 2: '0.01', 3: '0.001' }

/**
 * `{"cents":45000,"currency_iso":"TWD","dollars":450.0}` as exact decimal text without trailing zeros, `null` when it
 * has no amount. The scale of `cents` is not documented: it is the one that gives `dollars`, or the currency's if `dollars`
 * is missing or fits none.
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
  // Sums of doubles are slightly inexact, and beyond their precision they prove nothing.
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

/** Without its sign, because discounts are written with and without it. */
export function absolute(amount: string | null): string | null {
  return amount?.replace('-', '') ?? null
}
