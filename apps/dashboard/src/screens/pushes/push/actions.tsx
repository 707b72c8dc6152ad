import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { DetailedPush } from '../../../api/generated/model/index.ts'
import { cancelPush, getGetPushQueryKey, processPush, retryPush } from '../../../api/generated/pushes/pushes.ts'
import { Button } from '../../../parts/button.tsx'
import { ConfirmButton } from '../../../parts/confirm-button.tsx'
import { FailedText } from '../../../parts/failed-text.tsx'
import { useMay } from '../../../shell/caller.ts'

/** What can be done with the push in its state. A conflict has actions of its own. */
export function Actions({ push: { id, status } }: { push: DetailedPush }) {
  const { t } = useLingui()
  const may = useMay()
  const client = useQueryClient()
  const show = (answer: unknown) => client.setQueryData(getGetPushQueryKey(id), answer)
  const retry = useMutation({ mutationFn: () => retryPush(id), onSuccess: show })
  const process = useMutation({ mutationFn: () => processPush(id), onSuccess: show })
  if (!may('operate')) return null
  const canRetry = status === 'failed' || status === 'cancelled'
  const canCancel = status === 'pending' || status === 'held'
  return (
    <>
      {canRetry && <Button loading={retry.isPending} onClick={() => retry.mutate()}>{t`Send again`}</Button>}
      {status === 'held' && <Button loading={process.isPending} onClick={() => process.mutate()}>{t`Send now`}</Button>}
      {canCancel && (
        <ConfirmButton
          label={t`Cancel push`}
          title={t`Cancel this push?`}
          text={t`The shop keeps what it has. You can send the push again later.`}
          onConfirm={async () => show(await cancelPush(id))}
        />
      )}
      {(retry.error ?? process.error) && <FailedText error={retry.error ?? process.error} />}
    </>
  )
}
