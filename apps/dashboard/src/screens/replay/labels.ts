import { useLingui } from '@lingui/react/macro'
import type { CreateReplayBodyStatus } from '../../api/generated/model/index.ts'

export function useDeliveryLabel(): (status: CreateReplayBodyStatus) => string {
  const { t } = useLingui()
  const labels: Record<CreateReplayBodyStatus, string> = {
    received: t`Waiting to be applied`,
    applied: t`Applied`,
    ignored: t`Ignored`,
    failed: t`Failed`,
  }
  return (status) => labels[status]
}
