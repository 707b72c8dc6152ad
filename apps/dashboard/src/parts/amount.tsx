import { useLocale } from './use-locale.ts'

const NOTHING = '–'

/** A number in the reader's language; `options` as of `Intl.NumberFormat`, such as `{ style: 'percent' }`. */
export function Count({ value, options }: { value: number | null | undefined; options?: Intl.NumberFormatOptions }) {
  const locale = useLocale()
  if (value === null || value === undefined) return <span>{NOTHING}</span>
  return <span>{new Intl.NumberFormat(locale, options).format(value)}</span>
}

/** `amount` as the api gives it, a decimal in a string; `currency` as of ISO 4217. */
export function Money({
  amount,
  currency,
}: {
  amount: string | null | undefined
  currency: string | null | undefined
}) {
  const locale = useLocale()
  if (!amount) return <span>{NOTHING}</span>
  const format = new Intl.NumberFormat(locale, currency ? { style: 'currency', currency } : {})
  return <span>{format.format(Number(amount))}</span>
}
