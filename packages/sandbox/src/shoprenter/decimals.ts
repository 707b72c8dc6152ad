const PLACES = 4

/** Amounts come back with four places, whatever was sent. */
export function fourPlaces(amount: string | number): string {
  const [units, fraction = ''] = String(amount).split('.')
  return fraction.length <= PLACES ? `${units}.${fraction.padEnd(PLACES, '0')}` : round(String(amount), PLACES)
}

/** Exact; without zeros at the end. */
export function multiply(a: string, b: string): string {
  const [left, right] = [split(a), split(b)]
  return join(left.digits * right.digits, left.places + right.places)
}

export function add(a: string, b: string): string {
  const [left, right] = [split(a), split(b)]
  const places = Math.max(left.places, right.places)
  return join(
    left.digits * 10n ** BigInt(places - left.places) + right.digits * 10n ** BigInt(places - right.places),
    places,
  )
}

/** Half away from zero, with exactly so many places. */
function round(amount: string, places: number): string {
  const { digits, places: from } = split(amount)
  if (from <= places) return write(digits * 10n ** BigInt(places - from), places)
  const unit = 10n ** BigInt(from - places)
  const half = digits < 0n ? -unit / 2n : unit / 2n
  return write((digits + half) / unit, places)
}

/** Net prices have four places, so what is calculated from one is exact to three. */
export function grossOf(net: string, taxRate: string): string {
  const percent = taxRate.startsWith('-') ? '0' : taxRate
  return trim(round(multiply(net, add('1', multiply(percent, '0.01'))), 3))
}

function split(amount: string): { digits: bigint; places: number } {
  const [units = '0', fraction = ''] = amount.split('.')
  return { digits: BigInt(units + fraction), places: fraction.length }
}

const join = (digits: bigint, places: number) => trim(write(digits, places))

function write(digits: bigint, places: number): string {
  const text = String(digits < 0n ? -digits : digits).padStart(places + 1, '0')
  const sign = digits < 0n ? '-' : ''
  return places === 0 ? sign + text : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`
}

const trim = (amount: string) => (amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount)
