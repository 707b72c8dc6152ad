import { inspect } from 'node:util'

/** Something outside of the program has to be changed first: a setting, a database, a role. The message says what to do. */
export class SettingsError extends Error {
  override readonly name: string = 'SettingsError'
}

/**
 * Call it first in a main: a `SettingsError` that nobody catches then ends the process with its message alone, for a
 * stack does not help anybody to change a setting. Other errors are shown whole.
 */
export function endOnSettingsError(): void {
  process.once('uncaughtException', (error) => {
    process.stderr.write(`${error instanceof SettingsError ? error.message : inspect(error)}\n`)
    process.exit(1)
  })
}
