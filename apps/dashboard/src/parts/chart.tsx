import { Trans, useLingui } from '@lingui/react/macro'
import { useComputedColorScheme } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import type uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import classes from './parts.module.css'
import { Table } from './table.tsx'
import { useLocale } from './use-locale.ts'

const HEIGHT = 180

export interface Series {
  label: string
  /** One for each time; `null` where nothing is known. */
  values: readonly (number | null)[]
  tone: 'good' | 'bad' | 'wait' | 'accent'
}

export interface ChartProps {
  /** Says what is shown; also for screen readers. */
  label: string
  /** ISO 8601, ascending. */
  times: readonly string[]
  series: readonly Series[]
}

/** Lines over time, and the same numbers as a table. */
export function Chart({ label, times, series }: ChartProps) {
  const { t } = useLingui()
  const locale = useLocale()
  const { ref, width } = useElementSize()
  const place = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme('light')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours of another theme are read anew
  useEffect(() => {
    const element = place.current
    if (!element || width === 0) return
    return draw(element, { times, series, width, language: locale })
  }, [times, series, width, locale, scheme])
  const rows = times.map((time, index) => ({ time, values: series.map(({ values }) => values[index] ?? null) }))
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' })
  return (
    <figure ref={ref} style={{ margin: 0 }}>
      <div ref={place} className={classes.plot} role="img" aria-label={label} style={{ minHeight: HEIGHT }} />
      <details>
        <summary>
          <Trans>Show as a table</Trans>
        </summary>
        <Table
          label={label}
          rows={rows}
          idOf={({ time }) => time}
          columns={[
            { id: 'time', header: t`Time`, cell: ({ time }) => format.format(new Date(time)) },
            ...series.map((one, index) => ({
              id: one.label,
              header: one.label,
              align: 'right' as const,
              cell: ({ values }: { values: (number | null)[] }) =>
                values[index] === null ? '–' : new Intl.NumberFormat(locale).format(values[index] ?? 0),
            })),
          ]}
        />
      </details>
    </figure>
  )
}

interface Drawing extends Omit<ChartProps, 'label'> {
  width: number
  language: string
}

/** Returns the function that removes it. The library is loaded with the first chart. */
function draw(element: HTMLElement, drawing: Drawing): () => void {
  let plot: uPlot | undefined
  let isRemoved = false
  void import('uplot').then(({ default: UPlot }) => {
    if (isRemoved) return
    const seconds = drawing.times.map((time) => Date.parse(time) / 1_000)
    const values = drawing.series.map((one) => [...one.values])
    plot = new UPlot(optionsOf(element, drawing), [seconds, ...values], element)
  })
  return () => {
    isRemoved = true
    plot?.destroy()
  }
}

const colours = {
  good: '--shopmirror-good',
  bad: '--shopmirror-bad',
  wait: '--shopmirror-wait',
  accent: '--mantine-color-anchor',
} as const

function optionsOf(element: HTMLElement, { series, width, language }: Drawing): uPlot.Options {
  const style = getComputedStyle(element)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const text = colour('--mantine-color-dimmed')
  const line = colour('--shopmirror-line')
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' })
  const axis = {
    font: `12px ${style.fontFamily}`,
    stroke: text,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1 },
  }
  return {
    width,
    height: HEIGHT,
    legend: { show: true, live: false },
    cursor: { drag: { x: false, y: false } },
    scales: { y: { range: (_plot, _min, max) => [0, Math.max(1, max)] } },
    axes: [
      { ...axis, values: (_plot, ticks) => ticks.map((tick) => time.format(new Date(tick * 1_000))) },
      { ...axis, values: (_plot, ticks) => ticks.map((tick) => new Intl.NumberFormat(language).format(tick)) },
    ],
    series: [
      {},
      ...series.map(({ label, tone }) => ({ label, stroke: colour(colours[tone]), width: 2, points: { show: false } })),
    ],
  }
}
