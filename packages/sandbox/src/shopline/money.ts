export interface Money {
  cents: number
  currency_symbol: string
  currency_iso: string
  label: string
  dollars: number
}

const symbols: Readonly<Record<string, string>> = { TWD: 'NT$', HKD: 'HK$', JPY: '¥', KRW: '₩', VND: '₫', USD: 'US$' }
const ZERO_DIGITS: ReadonlySet<string> = new Set(['JPY', 'KRW', 'VND'])
const DIGITS = 2

/** Minor digits of a currency, as in ISO 4217: TWD has two although they are not used in payments. */
export function digitsOf(currency: string): number {
  return ZERO_DIGITS.has(currency) ? 0 : DIGITS
}

/**
 * An amount, decimal text, as the Open API writes it. How `cents` scales for a currency is not documented, so
 * `digits` can be set.
 */
export function money(amount: string, currency: string, digits = digitsOf(currency)): Money {
  const cents = centsOf(amount, digits)
  const symbol = symbols[currency] ?? currency
  const dollars = cents / 10 ** digits
  return {
    ...{ cents, currency_symbol: symbol, currency_iso: currency },
    ...{ label: cents === 0 ? '' : `${symbol}${dollars.toLocaleString('en-US')}`, dollars },
  }
}

/** Rounded half away from zero where the amount is finer than the currency. */
function centsOf(amount: string, digits: number): number {
  const parts = /^(-?)(\d+)(?:\.(\d*))?$/.exec(amount)
  if (!parts) throw new Error(`"${amount}" is no decimal amount.`)
  const [, sign, whole = '0', fraction = ''] = parts
  const kept = BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'))
  const rounded = Number(fraction[digits] ?? 0) >= 5 ? kept + 1n : kept
  return Number(rounded) * (sign && rounded > 0n ? -1 : 1)
}
