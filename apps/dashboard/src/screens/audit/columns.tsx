import { useLingui } from '@lingui/react/macro'
import { Code, Text } from '@mantine/core'
import type { AuditEntry } from '../../api/generated/model/index.ts'
import { Status, type Tone } from '../../parts/status.tsx'
import type { Column } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'

type Outcome = AuditEntry['outcome']
const tones: Record<Outcome, Tone> = { done: 'good', refused: 'neutral', failed: 'bad' }

export function useOutcomeLabel(): (outcome: Outcome) => string {
  const { t } = useLingui()
  const labels: Record<Outcome, string> = { done: t`Done`, refused: t`Refused`, failed: t`Failed` }
  return (outcome) => labels[outcome]
}

export function useColumns(): Column<AuditEntry>[] {
  const { t } = useLingui()
  const outcomeLabel = useOutcomeLabel()
  return [
    { id: 'at', header: t`Time`, cell: ({ at }) => <Time at={at} format="exact" /> },
    { id: 'person', header: t`Person`, cell: ({ email }) => email ?? t`Unknown` },
    { id: 'action', header: t`Action`, cell: (entry) => <Operation entry={entry} /> },
    {
      id: 'outcome',
      header: t`Outcome`,
      cell: ({ outcome }) => <Status tone={tones[outcome]} label={outcomeLabel(outcome)} />,
    },
    { id: 'address', header: t`Address`, cell: ({ address }) => address ?? '–' },
  ]
}

function Operation({ entry: { operation, targets } }: { entry: AuditEntry }) {
  const ids = Object.values(targets).join(' ')
  return (
    <div>
      <Code>{operation}</Code>
      {ids && (
        <Text size="xs" c="dimmed">
          {ids}
        </Text>
      )}
    </div>
  )
}
