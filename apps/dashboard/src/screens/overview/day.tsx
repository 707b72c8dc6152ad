import { Trans, useLingui } from '@lingui/react/macro'
import { Paper, SimpleGrid, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Overview } from '../../api/generated/model/index.ts'
import { Count } from '../../parts/amount.tsx'
import { FarLink } from '../../parts/far-link.tsx'
import parts from '../../parts/parts.module.css'

export interface DayProps {
  day: Overview['last_24_hours']
  alerts: number
}

/** The numbers of 24 hours, each with the way to what is behind it. */
export function Day({ day, alerts }: DayProps) {
  const { t } = useLingui()
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }} spacing="sm">
      <Figure label={t`Operations`} value={<Count value={day.operations} />}>
        <FarLink to="/activity?within=24h">
          <Trans>Show activity</Trans>
        </FarLink>
      </Figure>
      <Figure
        label={t`Success rate`}
        value={<Count value={day.success_rate} options={{ style: 'percent', maximumFractionDigits: 2 }} />}
      />
      <Figure label={t`Failed`} value={<Count value={day.failed} />}>
        {day.failed > 0 && (
          <FarLink to="/activity?status=failed&within=24h">
            <Trans>Show failures</Trans>
          </FarLink>
        )}
      </Figure>
      <Figure label={t`Pending now`} value={<Count value={day.pending} />}>
        {day.pending > 0 && (
          <FarLink to="/activity?status=open">
            <Trans>Show what is open</Trans>
          </FarLink>
        )}
      </Figure>
      <Figure label={t`Open alerts`} value={<Count value={alerts} />}>
        {alerts > 0 && (
          <FarLink to="/alerts">
            <Trans>Show alerts</Trans>
          </FarLink>
        )}
      </Figure>
    </SimpleGrid>
  )
}

function Figure({ label, value, children }: { label: string; value: ReactNode; children?: ReactNode }) {
  return (
    <Paper className={parts.card} p="md" role="group" aria-label={label}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text size="xl" fw={650}>
        {value}
      </Text>
      <Text size="sm">{children}</Text>
    </Paper>
  )
}
