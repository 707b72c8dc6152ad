/** Whether a stored secret could not be opened because its key is not in ENCRYPTION_KEYS: that mends itself when the key is back. */
export function isMissingKey(error: unknown): error is Error {
  return error instanceof Error && error.name === 'MissingKeyError'
}
