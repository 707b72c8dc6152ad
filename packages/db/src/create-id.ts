import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const RANDOM_LENGTH = 16
const TIME_LENGTH = 9

/** `shp_` and 25 characters: time first, so that ids sort by age; then 80 random bits. */
export function createId(prefix: string, now: number = Date.now()): string {
  return `${prefix}_${encodeTime(now)}${[...randomBytes(RANDOM_LENGTH)].map((byte) => ALPHABET[byte & 31]).join('')}`
}

function encodeTime(time: number): string {
  let rest = time
  let text = ''
  for (let place = 0; place < TIME_LENGTH; place++) {
    text = `${ALPHABET[rest % 32]}${text}`
    rest = Math.floor(rest / 32)
  }
  return text
}
