import { createHmac, timingSafeEqual } from 'node:crypto'

/** Whether one of the secrets made this HMAC-SHA256. Compares in constant time. */
export function isSignedBy(secrets: readonly string[], message: string | Uint8Array, signature: Buffer): boolean {
  return findSigner(secrets, message, signature) !== -1
}

/** Index of the secret that made this HMAC-SHA256; -1 for none. Compares in constant time. */
export function findSigner(secrets: readonly string[], message: string | Uint8Array, signature: Buffer): number {
  let signer = -1
  for (const [index, secret] of secrets.entries()) {
    const expected = createHmac('sha256', secret).update(message).digest()
    if (signature.length === expected.length && timingSafeEqual(signature, expected)) signer = index
  }
  return signer
}
