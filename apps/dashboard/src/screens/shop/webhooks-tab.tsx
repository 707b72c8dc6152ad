import { useLingui } from '@lingui/react/macro'
import { Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import type { Shop, Subscription } from '../../api/generated/model/index.ts'
import {
  getListSubscriptionsQueryKey,
  useListSubscriptions,
  useRepairSubscriptions,
} from '../../api/generated/webhooks/webhooks.ts'
import { Count } from '../../parts/amount.tsx'
import { Button } from '../../parts/button.tsx'
import { FailedText } from '../../parts/failed-text.tsx'
import { Notice } from '../../parts/notice.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { Status, type Tone } from '../../parts/status.tsx'
import { Table } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { useMay } from '../../shell/caller.ts'

const tones: Record<Subscription['status'], Tone> = { active: 'good', wanted: 'wait', refused: 'bad' }

/** Which webhooks the shop sends, and how many arrived. */
export function WebhooksTab({ shop }: { shop: Shop }) {
  const { t } = useLingui()
  const query = useListSubscriptions({ shop: shop.id })
  return (
    <Stack gap="md">
      {shop.status === 'active' && <RegisterButton shopId={shop.id} />}
      <StateView
        query={query}
        isEmpty={({ data }) => data.length === 0}
        empty={
          <Notice
            icon="empty"
            title={t`No webhooks`}
            text={t`They are registered when the shop is set up. A platform without webhooks is read by syncs only.`}
          />
        }
      >
        {({ data }) => <Topics subscriptions={data} />}
      </StateView>
    </Stack>
  )
}

function RegisterButton({ shopId }: { shopId: string }) {
  const { t } = useLingui()
  const may = useMay()
  const queries = useQueryClient()
  const register = useRepairSubscriptions({
    mutation: {
      onSuccess: () => notifications.show({ message: t`The webhooks are being checked and registered.` }),
      onSettled: () => queries.invalidateQueries({ queryKey: getListSubscriptionsQueryKey({ shop: shopId }) }),
    },
  })
  if (!may('operate')) return null
  return (
    <div>
      <Button loading={register.isPending} onClick={() => register.mutate({ id: shopId })}>
        {t`Register webhooks`}
      </Button>
      {register.error && <FailedText error={register.error} />}
    </div>
  )
}

function Topics({ subscriptions }: { subscriptions: readonly Subscription[] }) {
  const { t } = useLingui()
  const labels: Record<Subscription['status'], string> = {
    active: t`Active`,
    wanted: t`Not registered yet`,
    refused: t`Refused by the shop`,
  }
  return (
    <Table
      label={t`Webhooks by topic`}
      rows={subscriptions}
      idOf={({ id }) => id}
      columns={[
        { id: 'topic', header: t`Topic`, cell: ({ topic }) => topic },
        { id: 'status', header: t`State`, cell: (row) => <State row={row} label={labels[row.status]} /> },
        { id: 'last', header: t`Last received`, cell: (row) => <Time at={row.last_received_at} /> },
        { id: 'day', header: t`In 24 hours`, align: 'right', cell: (row) => <Count value={row.received_24_hours} /> },
        { id: 'all', header: t`In total`, align: 'right', cell: (row) => <Count value={row.received_count} /> },
        { id: 'checked', header: t`Checked`, cell: ({ checked_at }) => <Time at={checked_at} /> },
      ]}
    />
  )
}

function State({ row: { status, error, silent_since, gap_since }, label }: { row: Subscription; label: string }) {
  const { t } = useLingui()
  return (
    <div>
      <Status tone={tones[status]} label={label} />
      {error && <Text size="xs">{error}</Text>}
      {silent_since && <Text size="xs">{t`Silent for longer than usual`}</Text>}
      {gap_since && <Text size="xs">{t`Changes may be missing until the next sync`}</Text>}
    </div>
  )
}
