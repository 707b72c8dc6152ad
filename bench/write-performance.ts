import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeMachine } from './machine.ts'
import type { ReportLine } from './report.ts'

const file = join(import.meta.dirname, '..', 'docs', 'performance.md')
const BEGIN = '<!-- figures: npm run bench -- --write -->'
const END = '<!-- end of figures -->'

const preface = `# Performance

Ratios against a bare baseline in the same run, so that they mean the same on another machine. Targets that are missed stay in the table.

${BEGIN}
${END}
`

/** Replaces the figures between the two marks; the text around them is written by people. */
export async function writePerformance(lines: readonly ReportLine[]): Promise<void> {
  const text = existsSync(file) ? await readFile(file, 'utf8') : preface
  const from = text.indexOf(BEGIN)
  const to = text.indexOf(END)
  if (from < 0 || to < from) throw new Error(`${file} has no "${BEGIN}" … "${END}": put them where the figures belong.`)
  await writeFile(file, text.slice(0, from + BEGIN.length) + formatFigures(lines) + text.slice(to))
}

function formatFigures(lines: readonly ReportLine[]): string {
  const rows = lines.map(({ name, value, target, verdict }) => `| ${name} | ${value} | ${target} | ${verdict} |`)
  const day = new Date().toISOString().slice(0, 10)
  return [
    '',
    `Measured ${day} on ${describeMachine()}.`,
    '',
    '| Bench | Measured | To reach | |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}
