/** One thing a bench measured, and what it has to reach. */
export interface Figure {
  name: string
  value: number
  /** Shown behind the value: `ms`, `MB`, `×`. */
  unit?: string
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

function formatFigure({ name, value, unit = '', target }: Figure): string {
  const shown = `${round(value)}${unit && ` ${unit}`}`
  return [name.padEnd(64), shown.padStart(12), describeTarget(target).padStart(10), verdictOf(value, target)].join('  ')
}

function describeTarget(target: Figure['target']): string {
  if (!target) return '-'
  return 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`
}

function verdictOf(value: number, target: Figure['target']): 'ok' | 'MISSED' {
  if (!target) return 'ok'
  const reached = 'atLeast' in target ? value >= target.atLeast : value <= target.atMost
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
