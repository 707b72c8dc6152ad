import { useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import type { Quarantined } from '../../api/generated/model/index.ts'
import { FarLink } from '../../parts/far-link.tsx'
import type { Column } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { Actions } from './actions.tsx'

export function useColumns(): Column<Quarantined>[] {
  const { t } = useLingui()
  return [
    {
      id: 'object',
      header: t`Object`,
      cell: ({ table, external_id, reason }) => (
        <div>
          <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
            {table}/{external_id}
          </Text>
          <Text size="sm">{reason}</Text>
        </div>
      ),
    },
    {
      id: 'shop',
      header: t`Shop`,
      cell: ({ shop_id, domain }) => <FarLink to={`/shops/${shop_id}`}>{domain}</FarLink>,
    },
    { id: 'first', header: t`First seen`, cell: ({ first_seen_at }) => <Time at={first_seen_at} /> },
    { id: 'last', header: t`Last tried`, cell: ({ last_seen_at }) => <Time at={last_seen_at} /> },
    { id: 'actions', header: t`Actions`, cell: (object) => <Actions object={object} /> },
  ]
}
