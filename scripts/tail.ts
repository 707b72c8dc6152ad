import { existsSync, readFileSync } from 'node:fs'

/** The end of a log, for an error that names it: the file itself may be gone by the time somebody looks. */
export function tail(file: string, lines = 8): string {
  if (!existsSync(file)) return ''
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
}
