import { Plural, useLingui } from '@lingui/react/macro'
import { Group, Loader } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { RetryPushesBody } from '../../api/generated/model/index.ts'
import {
  cancelPushes,
  getCountPushesQueryKey,
  getListPushesQueryKey,
  processPushes,
  retryPushes,
} from '../../api/generated/pushes/pushes.ts'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { FailedText } from '../../parts/failed-text.tsx'
import { useMay } from '../../shell/caller.ts'
import type { PushSearch } from './route.tsx'

const actions = { retry: retryPushes, process: processPushes, cancel: cancelPushes }
type Action = keyof typeof actions

/** For all pushes that match the filters. Each says how many it would move before it moves them. */
export function BulkActions({ search }: { search: PushSearch }) {
  const { t } = useLingui()
  const may = useMay()
  const client = useQueryClient()
  const filter = { ...search }
  const run = (action: Action) => async () => {
    const { data } = await actions[action](filter)
    notifications.show({ message: t`Pushes moved: ${data.pushes}` })
    await Promise.all([
      client.invalidateQueries({ queryKey: getListPushesQueryKey() }),
      client.invalidateQueries({ queryKey: getCountPushesQueryKey() }),
    ])
  }
  if (!may('operate')) return null
  return (
    <Group gap="xs">
      <ConfirmButton
        label={t`Retry all`}
        color="blue.8"
        title={t`Send failed and cancelled pushes again?`}
        text={<Touched action="retry" filter={filter} />}
        onConfirm={run('retry')}
      />
      <ConfirmButton
        label={t`Send all now`}
        color="blue.8"
        title={t`Send held pushes now?`}
        text={<Touched action="process" filter={filter} />}
        onConfirm={run('process')}
      />
      <ConfirmButton
        label={t`Cancel all`}
        title={t`Cancel pushes that are not sent yet?`}
        text={<Touched action="cancel" filter={filter} />}
        onConfirm={run('cancel')}
      />
    </Group>
  )
}

function Touched({ action, filter }: { action: Action; filter: RetryPushesBody }) {
  const { t } = useLingui()
  const { data, error } = useQuery({
    queryKey: ['pushes', action, filter],
    queryFn: () => actions[action]({ ...filter, dry_run: true }),
    gcTime: 0,
    staleTime: 0,
  })
  if (error) return <FailedText error={error} />
  if (!data) return <Loader size="sm" aria-label={t`Counting`} />
  return (
    <Plural
      value={data.data.pushes}
      _0="No push that matches the filters can be moved."
      one="This concerns # push that matches the filters."
      other="This concerns # pushes that match the filters."
    />
  )
}
