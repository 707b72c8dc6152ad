const EPOCH_MS = Date.UTC(2000, 0, 1)

/**
 * A `timestamptz` as microseconds since 2000; `null` unless it is written as `Date.toISOString` does: only then
 * JavaScript and Postgres are sure to read the same in it.
 */
export function readMicroseconds(text: string): number | null {
  const time = new Date(text)
  if (Number.isNaN(time.getTime()) || time.toISOString() !== text) return null
  const microseconds = (time.getTime() - EPOCH_MS) * 1_000
  return Number.isSafeInteger(microseconds) ? microseconds : null
}

/** A `numeric` as Postgres keeps it: groups of four decimal digits. */
export interface NumericParts {
  /** Of the first group, as a power of 10,000. */
  weight: number
  isNegative: boolean
  /** Digits after the decimal point that are shown. */
  scale: number
  groups: number[]
}

const DECIMAL = /^(-?)(\d{1,1000})(?:\.(\d{1,1000}))?$/

/** `null` for what is not written as digits with a point, such as `1e3`. */
export function readNumeric(text: string): NumericParts | null {
  const match = DECIMAL.exec(text)
  if (!match) return null
  const [, sign, whole = '', fraction = ''] = match
  const wholeGroups = Math.ceil(whole.length / 4)
  const digits = whole.padStart(wholeGroups * 4, '0') + fraction.padEnd(Math.ceil(fraction.length / 4) * 4, '0')
  const groups = Array.from({ length: digits.length / 4 }, (_, at) => Number(digits.slice(at * 4, at * 4 + 4)))
  const first = groups.findIndex((group) => group > 0)
  if (first < 0) return { weight: 0, isNegative: false, scale: fraction.length, groups: [] }
  const last = groups.findLastIndex((group) => group > 0)
  return {
    weight: wholeGroups - 1 - first,
    isNegative: sign === '-',
    scale: fraction.length,
    groups: groups.slice(first, last + 1),
  }
}
