import { createHmac, timingSafeEqual } from 'node:crypto'

/** Whether one of the secrets made this HMAC-SHA256; the time it takes does not tell which, nor how nearly. */
export function isSignedBy(secrets: readonly string[], message: string | Uint8Array, signature: Buffer): boolean {
  let signed = false
  for (const secret of secrets) {
    const expected = createHmac('sha256', secret).update(message).digest()
    if (signature.length === expected.length && timingSafeEqual(signature, expected)) signed = true
  }
  return signed
}
