import { existsSync, readFileSync } from 'node:fs'

/** The end of a log, for error messages, because the file may be deleted soon. */
export function tail(file: string, lines = 8): string {
  if (!existsSync(file)) return ''
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
}
