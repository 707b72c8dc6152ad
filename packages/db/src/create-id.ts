import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const RANDOM_LENGTH = 16
const TIME_LENGTH = 9

let last = { time: -1, digits: [] as number[] }

/**
 * `shp_` and 25 characters: the time, then 80 random bits. Ids of one process sort by age, even within a millisecond: each
 * is the previous one plus one.
 */
export function createId(prefix: string, now: number = Date.now()): string {
  last = { time: now, digits: now === last.time ? next(last.digits) : draw() }
  return `${prefix}_${encodeTime(now)}${last.digits.map((digit) => ALPHABET[digit]).join('')}`
}

/** The first digit is below 16, so that adding one cannot overflow within a millisecond. */
function draw(): number[] {
  return [...randomBytes(RANDOM_LENGTH)].map((byte, place) => byte & (place === 0 ? 15 : 31))
}

function next(digits: readonly number[]): number[] {
  const place = digits.findLastIndex((digit) => digit < 31)
  return digits.map((digit, index) => (index < place ? digit : index === place ? digit + 1 : 0))
}

/** The part of an id that comes from its time: ids of that moment and later are not smaller. */
export function encodeTime(time: number): string {
  let rest = time
  let text = ''
  for (let place = 0; place < TIME_LENGTH; place++) {
    text = `${ALPHABET[rest % 32]}${text}`
    rest = Math.floor(rest / 32)
  }
  return text
}
