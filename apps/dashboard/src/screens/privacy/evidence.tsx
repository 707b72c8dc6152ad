import { Trans } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import { Count } from '../../parts/amount.tsx'

/** Rows that were changed or deleted, by table. */
export function Evidence({ counts }: { counts: Record<string, number> }) {
  const changed = Object.entries(counts).filter(([, rows]) => rows > 0)
  if (changed.length === 0) return null
  return (
    <Text size="xs" component="div" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
      <Trans>Rows changed or deleted:</Trans>{' '}
      {changed.map(([table, rows], index) => (
        <span key={table}>
          {index > 0 && ', '}
          {table} <Count value={rows} />
        </span>
      ))}
    </Text>
  )
}
