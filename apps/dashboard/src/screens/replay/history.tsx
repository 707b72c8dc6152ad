import { useLingui } from '@lingui/react/macro'
import { Progress, Stack, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { Replay, ReplayStatus } from '../../api/generated/model/index.ts'
import { cancelReplay, getListReplaysQueryKey, listReplays } from '../../api/generated/webhooks/webhooks.ts'
import { useRows } from '../../api/rows.ts'
import { Count } from '../../parts/amount.tsx'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { RowList } from '../../parts/row-list.tsx'
import { Status, type Tone } from '../../parts/status.tsx'
import type { Column } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { useMay } from '../../shell/caller.ts'

const REFETCH_MS = 2_000
const tones: Record<ReplayStatus, Tone> = { running: 'wait', completed: 'good', cancelled: 'neutral' }

/** Earlier replays, and the running ones with their progress. */
export function History() {
  const { t } = useLingui()
  const rows = useRows({
    key: getListReplaysQueryKey(),
    read: listReplays,
    query: {},
    refetchEveryMs: REFETCH_MS,
  })
  return (
    <Stack gap="md">
      <Title order={2} size="h4">{t`Replays`}</Title>
      <RowList
        label={t`Replays`}
        rows={rows}
        columns={useColumns()}
        idOf={({ id }) => id}
        empty={<Notice icon="empty" title={t`Nothing was replayed yet`} />}
      />
    </Stack>
  )
}

function useColumns(): Column<Replay>[] {
  const { t } = useLingui()
  const labels: Record<ReplayStatus, string> = {
    running: t`Running`,
    completed: t`Completed`,
    cancelled: t`Cancelled`,
  }
  return [
    {
      id: 'what',
      header: t`Filters`,
      cell: ({ id, filter }) => (
        <div>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {Object.values(filter).join(' · ')}
          </Text>
          <Text size="xs" c="dimmed">
            {id}
          </Text>
        </div>
      ),
    },
    { id: 'status', header: t`State`, cell: ({ status }) => <Status tone={tones[status]} label={labels[status]} /> },
    { id: 'progress', header: t`Progress`, cell: (replay) => <Done replay={replay} /> },
    { id: 'at', header: t`Begun`, cell: ({ created_at }) => <Time at={created_at} /> },
    {
      id: 'actions',
      header: t`Actions`,
      cell: ({ id, status }) => (status === 'running' ? <Cancel id={id} /> : '–'),
    },
  ]
}

function Done({ replay: { deliveries, replayed, without_body } }: { replay: Replay }) {
  const { t } = useLingui()
  const done = replayed + without_body
  const share = deliveries === 0 ? 100 : Math.min(100, (100 * done) / deliveries)
  return (
    <div>
      <Progress value={share} aria-label={t`Progress`} />
      <Text size="xs" component="div">
        <Count value={done} /> / <Count value={deliveries} />
      </Text>
    </div>
  )
}

function Cancel({ id }: { id: string }) {
  const { t } = useLingui()
  const may = useMay()
  const client = useQueryClient()
  if (!may('operate')) return null
  const cancel = async () => {
    await cancelReplay(id)
    await client.invalidateQueries({ queryKey: getListReplaysQueryKey() })
  }
  return (
    <ConfirmButton
      label={t`Stop`}
      size="xs"
      title={t`Stop this replay?`}
      text={t`What was already taken is still applied. The rest stays as it is.`}
      onConfirm={cancel}
    />
  )
}
