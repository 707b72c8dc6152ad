import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const severe = new Set(['error', 'fatal'])

/**
 * Lines of `error` and above in the `.log` files of a folder, and lines that no logger wrote (what a process says when it
 * crashes); each with the file it stands in, except those that are `expected`.
 */
export function findErrorLines(logDir: string, expected: readonly RegExp[] = []): string[] {
  const files = readdirSync(logDir).filter((name) => name.endsWith('.log'))
  return files.flatMap((name) =>
    readFileSync(join(logDir, name), 'utf8')
      .split('\n')
      .filter((line) => isError(line) && !expected.some((pattern) => pattern.test(line)))
      .map((line) => `${name}: ${line}`),
  )
}

function isError(text: string): boolean {
  if (text.trim() === '') return false
  const line = parseLine(text)
  return line === null || severe.has(String(line.level))
}

/** `null` for what is not a line of a logger. */
function parseLine(text: string): { level?: unknown } | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}
