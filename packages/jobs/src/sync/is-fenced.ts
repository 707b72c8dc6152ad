/**
 * Another worker owns the run, or it was paused or cancelled. Compared by name, because jobs import only types of the
 * database package.
 */
export function isFenced(error: unknown): boolean {
  return error instanceof Error && error.name === 'FencedError'
}
