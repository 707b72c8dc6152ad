/** Country calling codes of one and two digits; all others have three. ITU-T E.164 */
const SHORT_CODES = new Set(
  (
    '1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 ' +
    '81 82 84 86 90 91 92 93 94 95 98'
  ).split(' '),
)

/** So many last digits are the same however a number is written. */
const DIGITS_COMPARED = 8

/** A number such as `+886912345678` as the platform writes mobile phones: country and number apart. `null` for any other. */
export function mobileOf(phone: string | undefined): { country: string; number: string } | null {
  const digits = phone?.startsWith('+') ? phone.replaceAll(/\D/g, '') : ''
  if (digits.length < 8) return null
  const length = [1, 2].find((count) => SHORT_CODES.has(digits.slice(0, count))) ?? 3
  return { country: digits.slice(0, length), number: digits.slice(length) }
}

/** Shops write a number with or without its country, a zero and spaces. */
export function isSamePhone(shown: string | null, wanted: string): boolean {
  const tailOf = (phone: string) => phone.replaceAll(/\D/g, '').slice(-DIGITS_COMPARED)
  return shown !== null && tailOf(shown) === tailOf(wanted)
}
