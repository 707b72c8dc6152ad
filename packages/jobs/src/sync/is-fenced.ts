/** The run is in other hands, paused or cancelled. Known by name: handlers import no code of the database. */
export function isFenced(error: unknown): boolean {
  return error instanceof Error && error.name === 'FencedError'
}
