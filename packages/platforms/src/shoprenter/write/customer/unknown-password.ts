import { randomBytes } from 'node:crypto'

const ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const COST = '10'
const SALT_BYTES = 16
const HASH_BYTES = 23

/**
 * A bcrypt hash of a password that nobody knows: salt and hash are random, so no password was ever hashed, and none can be
 * found. The platform demands one of a new customer, who sets an own one with "forgotten password".
 */
export function unknownPassword(): string {
  return `$2y$${COST}$${encode(randomBytes(SALT_BYTES))}${encode(randomBytes(HASH_BYTES))}`
}

/** The base64 of bcrypt: its own alphabet, and no padding. */
function encode(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,6}/g) ?? []).map((six) => ALPHABET[Number.parseInt(six.padEnd(6, '0'), 2)]).join('')
}
