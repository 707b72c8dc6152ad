import { formatTable } from '../demo/table.ts'
import type { Result, Skipped } from './read-all.ts'

const HEAD = ['program', 'stream', 'expected', 'got', 'ids equal', 'seconds']

/** Prints the table, every difference, and `N passed, N failed`. Answers whether all is as expected. */
export function report({ results, skipped }: { results: Result[]; skipped: Skipped[] }): boolean {
  const sorted = results.toSorted((one, other) => compareText(keyOf(one), keyOf(other)))
  const rows = sorted.map((result) => [
    ...[result.program, result.stream, result.expected.length, result.ids.length],
    ...[isEqual(result) ? 'yes' : 'NO', result.seconds.toFixed(1)],
  ])
  if (rows.length > 0) print(formatTable(HEAD, rows))
  const wrong = sorted.filter((result) => !isEqual(result))
  for (const result of wrong) print([`\n${keyOf(result)}:`, ...describeDifference(result)])
  for (const [error, results] of Map.groupBy(wrong, ({ error }) => error))
    if (error !== undefined) print([`\n${results.map(keyOf).join(', ')}:`, indent(error)])
  for (const { program, reason } of skipped) print([`${program} is skipped: ${reason}`])
  print([`\n${results.length - wrong.length} passed, ${wrong.length} failed`])
  return wrong.length === 0
}

/** Each id once, and no other. */
function isEqual({ expected, ids, error }: Result): boolean {
  return error === undefined && expected.length === ids.length && missing(expected, ids).length === 0
}

function missing(wanted: readonly string[], had: readonly string[]): string[] {
  const known = new Set(had)
  return wanted.filter((id) => !known.has(id))
}

function describeDifference({ expected, ids }: Result): string[] {
  const lines = { missing: missing(expected, ids), unexpected: missing(ids, expected) }
  const listed = Object.entries(lines).map(([what, list]) => `  ${list.length} ${what}: ${list.slice(0, 5).join(', ')}`)
  const twice = ids.length - new Set(ids).size
  return twice > 0 ? [...listed, `  ${twice} twice`] : listed
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ')
}

function keyOf({ program, stream }: Result): string {
  return `${program} ${stream}`
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : 1
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}
