/** SQLSTATE classes 22 (the value cannot be stored) and 23 (it breaks a constraint): trying again cannot help. */
const DATA_ERROR = /^(22|23)[0-9A-Z]{3}$/

/** Whether Postgres refused what was in the statement, rather than being unable to answer. */
export function isDataError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && DATA_ERROR.test(error.code)) return true
  return isDataError(error.cause)
}
