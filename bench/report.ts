/** One thing a bench measured, and what it has to reach. */
export interface Figure {
  name: string
  value: number
  /** Shown behind the value: `ms`, `MB`, `×`. */
  unit?: string
  /** Lowest and highest of several rounds, in the unit of `value`. A target counts as met when the worse of them meets it. */
  spread?: { low: number; high: number }
  /** Without one the figure is only shown beside the others. */
  target?: { atLeast: number } | { atMost: number }
}

/** Prints one line a figure, `name value target ok|MISSED`, which `run.ts` reads again. */
export function report(figures: readonly Figure[]): void {
  process.stdout.write(formatReport(figures))
}

export function formatReport(figures: readonly Figure[]): string {
  return figures.map((figure) => `${formatFigure(figure)}\n`).join('')
}

/** The median of several rounds with their spread. */
export function summarize(rounds: readonly number[]): Required<Pick<Figure, 'value' | 'spread'>> {
  const sorted = rounds.toSorted((one, other) => one - other)
  const at = (index: number) => sorted[index] ?? Number.NaN
  return { value: at(Math.floor(sorted.length / 2)), spread: { low: at(0), high: at(sorted.length - 1) } }
}

function formatFigure({ name, value, unit = '', spread, target }: Figure): string {
  const range = spread ? ` (${round(spread.low)}–${round(spread.high)})` : ''
  const shown = `${round(value)}${range}${unit && ` ${unit}`}`
  const verdict = verdictOf(spread ?? { low: value, high: value }, target)
  return [name.padEnd(64), shown.padStart(12), describeTarget(target).padStart(10), verdict].join('  ')
}

function describeTarget(target: Figure['target']): string {
  if (!target) return '-'
  return 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`
}

function verdictOf({ low, high }: { low: number; high: number }, target: Figure['target']): 'ok' | 'MISSED' {
  if (!target) return 'ok'
  const reached = 'atLeast' in target ? low >= target.atLeast : high <= target.atMost
  return reached ? 'ok' : 'MISSED'
}

/** Three digits that mean something. */
function round(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

export interface ReportLine {
  name: string
  value: string
  target: string
  verdict: 'ok' | 'MISSED'
}

/** The figures among a bench's output. */
export function readReport(output: string): ReportLine[] {
  return [...output.matchAll(/^ *(\S.*?) {2,}(\S.*?) {2,}(\S.*?) {2,}(ok|MISSED) *$/gm)].map(
    ([, name = '', value = '', target = '', verdict]) => ({
      name,
      value,
      target,
      verdict: verdict === 'ok' ? 'ok' : 'MISSED',
    }),
  )
}
