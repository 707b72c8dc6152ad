import { Trans, useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import type { Alert } from '../../api/generated/model/index.ts'
import { FarLink } from '../../parts/far-link.tsx'
import { Status } from '../../parts/status.tsx'
import type { Column } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { Actions } from './actions.tsx'

export function useColumns(): Column<Alert>[] {
  const { t } = useLingui()
  return [
    {
      id: 'what',
      header: t`What happened`,
      cell: ({ title, advice, detail, kind, shop_id }) => (
        <div>
          <Text fw={600} size="sm">
            {title}
          </Text>
          <Text size="sm">{advice}</Text>
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {detail}
          </Text>
          <Where kind={kind} shop={shop_id} />
        </div>
      ),
    },
    {
      id: 'shop',
      header: t`Shop`,
      cell: ({ shop_id, domain }) => <FarLink to={`/shops/${shop_id}`}>{domain}</FarLink>,
    },
    { id: 'state', header: t`State`, cell: (alert) => <State alert={alert} /> },
    { id: 'at', header: t`Since`, cell: ({ raised_at }) => <Time at={raised_at} /> },
    { id: 'actions', header: t`Actions`, cell: (alert) => <Actions alert={alert} /> },
  ]
}

/** The screen where something can be done about it. */
function Where({ kind, shop }: { kind: string; shop: string }) {
  const { t } = useLingui()
  const place = placeOf(kind, shop)
  if (!place) return null
  const labels = { pushes: t`Failed pushes`, quarantine: t`Quarantine`, privacy: t`Privacy desk`, held: t`Held pushes` }
  return (
    <Text size="sm">
      <FarLink to={place.to}>{labels[place.name]}</FarLink>
    </Text>
  )
}

function placeOf(kind: string, shop: string) {
  if (kind.startsWith('push:')) return { name: 'pushes', to: `/pushes?status=failed&shop=${shop}` } as const
  if (kind === 'notice:push_loop') return { name: 'held', to: `/pushes?status=held&shop=${shop}` } as const
  if (kind === 'notice:privacy') return { name: 'privacy', to: '/privacy' } as const
  return kind === 'quarantine' ? ({ name: 'quarantine', to: `/quarantine?shop=${shop}` } as const) : null
}

function State({ alert }: { alert: Alert }) {
  const { t } = useLingui()
  const { resolved_at, acknowledged_at, muted_until } = alert
  const seenBy = alert.acknowledged_by_name ?? '–'
  const mutedBy = alert.muted_by_name ?? '–'
  if (resolved_at) return <Status tone="good" label={t`Resolved`} />
  const isMuted = muted_until !== null && new Date(muted_until) > new Date()
  return (
    <div>
      <Status tone="bad" label={acknowledged_at ? t`Open, seen` : t`Open`} />
      {acknowledged_at && (
        <Text size="xs" component="div">
          <Trans>
            Seen <Time at={acknowledged_at} /> by {seenBy}
          </Trans>
        </Text>
      )}
      {isMuted && (
        <Text size="xs" component="div">
          <Trans>
            Muted until <Time at={muted_until} format="exact" /> by {mutedBy}
          </Trans>
        </Text>
      )}
    </div>
  )
}
