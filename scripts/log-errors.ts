import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const severe = new Set(['error', 'fatal'])

/**
 * Lines with level `error` or above in the `.log` files of a folder, and lines that are not JSON (output of a crash),
 * each with its file name, except those that match `expected`.
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

/** `null` when the line is not from a logger. */
function parseLine(text: string): { level?: unknown } | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}
