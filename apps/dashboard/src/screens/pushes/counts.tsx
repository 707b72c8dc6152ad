import { useLingui } from '@lingui/react/macro'
import { Group } from '@mantine/core'
import type { PushCounts } from '../../api/generated/model/index.ts'
import { useCountPushes } from '../../api/generated/pushes/pushes.ts'
import { Count } from '../../parts/amount.tsx'
import { Button } from '../../parts/button.tsx'
import { useStatusLabel } from './labels.tsx'
import type { PushSearch } from './route.tsx'

/** In the order in which they need a person. */
const shown = ['conflict', 'failed', 'held', 'pending', 'processing'] as const satisfies (keyof PushCounts)[]
const REFETCH_MS = 5_000

export interface CountsProps {
  search: PushSearch
  onChange: (change: PushSearch) => void
}

/** How many pushes are in each open state; a press shows them. */
export function Counts({ search: { status, ...filter }, onChange }: CountsProps) {
  const { t } = useLingui()
  const label = useStatusLabel()
  const { data } = useCountPushes(filter, { query: { refetchInterval: REFETCH_MS } })
  return (
    <Group gap="xs" role="group" aria-label={t`Open pushes by state`}>
      {shown.map((each) => (
        <Button
          key={each}
          size="xs"
          variant={status === each ? 'filled' : 'default'}
          aria-pressed={status === each}
          onClick={() => onChange({ status: status === each ? undefined : each })}
        >
          {label(each)}:&nbsp;
          <Count value={data?.data[each]} />
        </Button>
      ))}
    </Group>
  )
}
