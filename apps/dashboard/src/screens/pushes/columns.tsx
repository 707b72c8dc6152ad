import { useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import type { Push } from '../../api/generated/model/index.ts'
import { FarLink } from '../../parts/far-link.tsx'
import type { Column } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { objectName, PushStatus, useHoldText } from './labels.tsx'

export function useColumns(): Column<Push>[] {
  const { t } = useLingui()
  const holdText = useHoldText()
  return [
    {
      id: 'what',
      header: t`Push`,
      cell: (push) => (
        <div>
          <FarLink to={`/pushes/${push.id}`}>{push.kind}</FarLink>
          <Text size="sm">{objectName(push)}</Text>
          {push.error && <Text size="xs">{push.error}</Text>}
          {push.hold_reason && <Text size="xs">{holdText(push.hold_reason)}</Text>}
        </div>
      ),
    },
    { id: 'status', header: t`State`, cell: ({ status }) => <PushStatus status={status} /> },
    {
      id: 'shop',
      header: t`Shop`,
      cell: ({ shop_id, domain }) => <FarLink to={`/shops/${shop_id}`}>{domain}</FarLink>,
    },
    { id: 'attempts', header: t`Attempts`, align: 'right', cell: ({ attempts }) => attempts },
    { id: 'at', header: t`Accepted`, cell: ({ created_at }) => <Time at={created_at} /> },
  ]
}
