interface Decimal {
  digits: bigint
  scale: number
}

/** Sum of two decimal texts, exact: money is never converted to a floating-point number. */
export function add(a: string, b: string): string {
  const [left, right] = [parse(a), parse(b)]
  const scale = Math.max(left.scale, right.scale)
  return write({ digits: rescale(left, scale) + rescale(right, scale), scale })
}

export function multiply(a: string, b: string): string {
  const [left, right] = [parse(a), parse(b)]
  return write({ digits: left.digits * right.digits, scale: left.scale + right.scale })
}

/** Quotient, rounded to this many decimal places, half away from zero. The divisor must not be zero. */
export function divide(a: string, b: string, places: number): string {
  const [left, right] = [parse(a), parse(b)]
  const dividend = left.digits * 10n ** BigInt(places + 1 + right.scale)
  const divisor = right.digits * 10n ** BigInt(left.scale)
  return round(write({ digits: dividend / divisor, scale: places + 1 }), places)
}

export function negate(a: string): string {
  const { digits, scale } = parse(a)
  return write({ digits: -digits, scale })
}

/** Rounds to this many decimal places, half away from zero. */
export function round(a: string, places: number): string {
  const { digits, scale } = parse(a)
  if (scale <= places) return write({ digits, scale })
  const step = 10n ** BigInt(scale - places)
  const half = digits < 0n ? -step / 2n : step / 2n
  return write({ digits: (digits + half) / step, scale: places })
}

function parse(text: string): Decimal {
  const [whole = '0', fraction = ''] = text.split('.')
  return { digits: BigInt(whole + fraction), scale: fraction.length }
}

function rescale({ digits, scale }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(to - scale)
}

/** Without trailing zeros, so that equal amounts have equal text. */
function write({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? '-' : ''
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0')
  const fraction = scale === 0 ? '' : text.slice(-scale).replace(/0+$/, '')
  const whole = scale === 0 ? text : text.slice(0, -scale)
  return `${sign}${whole}${fraction && `.${fraction}`}`
}
