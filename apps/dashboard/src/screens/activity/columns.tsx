import { useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import type { Activity, ActivityStatus } from '../../api/generated/model/index.ts'
import { FarLink } from '../../parts/far-link.tsx'
import { ObjectLink } from '../../parts/object-link.tsx'
import { Status, type Tone } from '../../parts/status.tsx'
import type { Column } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { useKindLabel, useStatusLabel } from './labels.ts'

const tones: Record<ActivityStatus, Tone> = { open: 'wait', succeeded: 'good', failed: 'bad', ignored: 'neutral' }

export function useColumns(): Column<Activity>[] {
  const { t } = useLingui()
  const kindLabel = useKindLabel()
  const statusLabel = useStatusLabel()
  return [
    {
      id: 'what',
      header: t`What`,
      cell: (entry) => (
        <div>
          <FarLink to={`${pages[entry.kind]}${entry.id}`}>
            {kindLabel(entry.kind)}: {entry.topic}
          </FarLink>
          {entry.error && <Text size="xs">{entry.error}</Text>}
        </div>
      ),
    },
    {
      id: 'status',
      header: t`Outcome`,
      cell: ({ status }) => <Status tone={tones[status]} label={statusLabel(status)} />,
    },
    { id: 'object', header: t`Object`, cell: ({ shop_id, object }) => <ObjectLink shopId={shop_id} object={object} /> },
    {
      id: 'shop',
      header: t`Shop`,
      cell: ({ shop_id, domain }) => (shop_id ? <FarLink to={`/shops/${shop_id}`}>{domain ?? shop_id}</FarLink> : '–'),
    },
    { id: 'at', header: t`Time`, cell: ({ at }) => <Time at={at} /> },
  ]
}

/** Below `/dashboard`. */
const pages: Record<Activity['kind'], string> = { delivery: '/deliveries/', push: '/pushes/', run: '/runs/' }
