import { createHash, timingSafeEqual } from 'node:crypto'

/** Compares in constant time. Hashed first, so that the length is not revealed either. */
export function isSameSecret(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
