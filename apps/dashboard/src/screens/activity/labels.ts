import { useLingui } from '@lingui/react/macro'
import type { ActivityKind, ActivityStatus } from '../../api/generated/model/index.ts'

export function useKindLabel(): (kind: ActivityKind) => string {
  const { t } = useLingui()
  const labels: Record<ActivityKind, string> = { delivery: t`Webhook`, push: t`Push`, run: t`Sync` }
  return (kind) => labels[kind]
}

export function useStatusLabel(): (status: ActivityStatus) => string {
  const { t } = useLingui()
  const labels: Record<ActivityStatus, string> = {
    open: t`Open`,
    succeeded: t`Succeeded`,
    failed: t`Failed`,
    ignored: t`Ignored`,
  }
  return (status) => labels[status]
}
