import { useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import type { Allowance } from '../../api/generated/model/index.ts'
import { Count } from '../../parts/amount.tsx'
import { Table } from '../../parts/table.tsx'
import { Section } from './section.tsx'

const lanes = ['push', 'refetch', 'incremental', 'full'] as const

/** Why calls wait: who took what the shop allows. `waitedMs`: of the newest sync. */
export function AllowanceCard({ allowance, waitedMs }: { allowance: Allowance | null; waitedMs: number }) {
  const { t, i18n } = useLingui()
  if (!allowance) return <Section title={t`Allowance of the shop`} text={t`It cannot be read while Redis is down.`} />
  const { spent, share, seconds, per_second, unit } = allowance
  const labels: Record<(typeof lanes)[number], string> = {
    push: t`Pushes to the shop`,
    refetch: t`Objects read because of webhooks, and checks`,
    incremental: t`Syncs of changes`,
    full: t`Full syncs`,
  }
  const total = lanes.reduce((sum, lane) => sum + spent[lane], 0)
  const minutes = Math.round(seconds / 60)
  const used = new Intl.NumberFormat(i18n.locale, { style: 'percent' }).format(share)
  const waited = new Intl.NumberFormat(i18n.locale, { style: 'unit', unit: 'second' }).format(
    Math.round(waitedMs / 1_000),
  )
  return (
    <Section
      title={t`Allowance of the shop`}
      text={t`In the last ${minutes} minutes, ${used} of what the shop allows was used. The newest sync has waited ${waited} for it. What is higher in the list goes first.`}
    >
      <Table
        label={t`Who used the allowance`}
        rows={lanes.map((lane) => ({ lane, spent: spent[lane] }))}
        idOf={({ lane }) => lane}
        columns={[
          { id: 'lane', header: t`Used by`, cell: ({ lane }) => labels[lane] },
          {
            id: 'spent',
            header: unit === 'points' ? t`Points` : t`Calls`,
            align: 'right',
            cell: (row) => <Count value={row.spent} options={{ maximumFractionDigits: 0 }} />,
          },
          {
            id: 'share',
            header: t`Share`,
            align: 'right',
            cell: (row) => <Count value={total === 0 ? null : row.spent / total} options={{ style: 'percent' }} />,
          },
        ]}
      />
      <Text size="xs" c="dimmed">
        {unit === 'points'
          ? t`The shop allows ${per_second} points a second.`
          : t`The shop allows ${per_second} calls a second.`}
      </Text>
    </Section>
  )
}
