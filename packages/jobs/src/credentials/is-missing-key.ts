/**
 * Whether a stored secret could not be decrypted because its key is not in ENCRYPTION_KEYS. Work can be retried once
 * the key is back.
 */
export function isMissingKey(error: unknown): error is Error {
  return error instanceof Error && error.name === 'MissingKeyError'
}
