import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import { useGetStatistics } from '../../api/generated/activity/activity.ts'
import type { HourStatistics } from '../../api/generated/model/index.ts'
import { Chart } from '../../parts/chart.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { Section } from './section.tsx'

const HOUR_MS = 3_600_000
const REFETCH_MS = 60_000

/** Operations by hour, as lines and as a table. */
export function Hours() {
  const { t } = useLingui()
  const query = useGetStatistics({}, { query: { refetchInterval: REFETCH_MS } })
  return (
    <Section title={t`By hour`}>
      <StateView query={query}>{({ data }) => <Lines hours={data.hours} />}</StateView>
    </Section>
  )
}

function Lines({ hours }: { hours: readonly HourStatistics[] }) {
  const { t } = useLingui()
  const all = useMemo(() => everyHour(hours), [hours])
  const times = useMemo(() => all.map(({ hour }) => hour), [all])
  const series = useMemo(
    () => [
      { label: t`Succeeded`, tone: 'good' as const, values: all.map(({ succeeded }) => succeeded) },
      { label: t`Failed`, tone: 'bad' as const, values: all.map(({ failed }) => failed) },
    ],
    [all, t],
  )
  return <Chart label={t`Operations of the last 24 hours, by hour`} times={times} series={series} />
}

/** The last 24 hours; the api leaves out those without a number. */
function everyHour(hours: readonly HourStatistics[]) {
  const known = new Map(hours.map((hour) => [Date.parse(hour.hour), hour]))
  const last = Math.floor(Date.now() / HOUR_MS) * HOUR_MS
  return Array.from({ length: 24 }, (_, index) => {
    const at = last - (23 - index) * HOUR_MS
    const hour = known.get(at)
    return {
      hour: new Date(at).toISOString(),
      succeeded: hour ? succeededIn(hour) : 0,
      failed: hour ? failedIn(hour) : 0,
    }
  })
}

function succeededIn(hour: HourStatistics): number {
  return hour.deliveries_applied + hour.deliveries_ignored + hour.pushes_completed + hour.runs_succeeded
}

function failedIn(hour: HourStatistics): number {
  return hour.deliveries_failed + hour.pushes_failed + hour.pushes_conflict + hour.runs_failed
}
