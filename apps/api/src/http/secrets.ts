import { createHash, timingSafeEqual } from 'node:crypto'

/** Compares in constant time; hashed first, so that not even the length shows. */
export function isSameSecret(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
