import { inspect } from 'node:util'

/**
 * Something outside of the program must be changed first: a setting, a database, a role. The message says what to do.
 */
export class SettingsError extends Error {
  override readonly name: string = 'SettingsError'
}

/**
 * Call it first in a `main.ts`: an uncaught `SettingsError` then ends the process with only its message, because a
 * stack does not help to change a setting. Other errors are shown in full.
 */
export function endOnSettingsError(): void {
  process.once('uncaughtException', (error) => {
    process.stderr.write(`${error instanceof SettingsError ? error.message : inspect(error)}\n`)
    process.exit(1)
  })
}
