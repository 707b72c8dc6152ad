/** Digits after the point that are kept. */
const SCALE = 6

/** Decimal text in millionths, so that sums are exact. */
export function toUnits(text: string): bigint {
  const [whole = '0', part = ''] = text.split('.')
  return BigInt(whole + part.padEnd(SCALE, '0').slice(0, SCALE))
}

/** Decimal text of millionths. */
export function toText(units: bigint): string {
  const digits = String(units).padStart(SCALE + 1, '0')
  return `${digits.slice(0, -SCALE)}.${digits.slice(-SCALE)}`.replace(/\.?0+$/, '')
}

/** `units` × `by` ÷ `over`, rounded half up to a number of digits. Nothing is negative. */
export function portion(units: bigint, by: bigint, over: bigint, digits: number): bigint {
  const step = 10n ** BigInt(SCALE - digits)
  const divisor = over * step
  return ((2n * units * by + divisor) / (2n * divisor)) * step
}
