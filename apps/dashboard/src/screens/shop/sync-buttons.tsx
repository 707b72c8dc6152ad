import { useLingui } from '@lingui/react/macro'
import { Group } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { RunProgress, Shop, StartSyncBodyType } from '../../api/generated/model/index.ts'
import { getGetShopProgressQueryKey } from '../../api/generated/shops/shops.ts'
import { useCancelRun, usePauseRun, useResumeRun, useStartSync } from '../../api/generated/syncs/syncs.ts'
import { Button } from '../../parts/button.tsx'
import { FailedText } from '../../parts/failed-text.tsx'
import { useMay } from '../../shell/caller.ts'
import { isOpen } from './use-progress.ts'

/** Starts a sync, or pauses, resumes and cancels the one that is open. */
export function SyncButtons({ shop, run }: { shop: Shop; run: RunProgress | null }) {
  const may = useMay()
  if (!may('operate') || shop.status !== 'active') return null
  return run && isOpen(run.status) ? <OpenRun run={run} /> : <StartButtons shopId={shop.id} />
}

function StartButtons({ shopId }: { shopId: string }) {
  const { t } = useLingui()
  const start = useStartSync({ mutation: useRefresh(shopId) })
  const button = (type: StartSyncBodyType, label: string) => (
    <Button
      variant={type === 'full' ? 'filled' : 'default'}
      loading={start.isPending && start.variables.data.type === type}
      disabled={start.isPending}
      onClick={() => start.mutate({ id: shopId, data: { type } })}
    >
      {label}
    </Button>
  )
  return (
    <>
      <Group gap="xs">
        {button('full', t`Start a full sync`)}
        {button('incremental', t`Read changes now`)}
      </Group>
      {start.error && <FailedText error={start.error} />}
    </>
  )
}

function OpenRun({ run }: { run: RunProgress }) {
  const { t } = useLingui()
  const mutation = useRefresh(run.shop_id)
  const [pause, resume, cancel] = [usePauseRun({ mutation }), useResumeRun({ mutation }), useCancelRun({ mutation })]
  const toggle = run.status === 'paused' ? resume : pause
  const error = pause.error ?? resume.error ?? cancel.error
  return (
    <>
      <Group gap="xs">
        <Button variant="default" loading={toggle.isPending} onClick={() => toggle.mutate({ id: run.id })}>
          {run.status === 'paused' ? t`Resume the sync` : t`Pause the sync`}
        </Button>
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ id: run.id })}>
          {t`Cancel the sync`}
        </Button>
      </Group>
      {error && <FailedText error={error} />}
    </>
  )
}

/** The press shows its result without waiting for the event. */
function useRefresh(shopId: string) {
  const queries = useQueryClient()
  return { onSettled: () => queries.invalidateQueries({ queryKey: getGetShopProgressQueryKey(shopId) }) }
}
