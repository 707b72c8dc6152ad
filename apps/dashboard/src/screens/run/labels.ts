import { useLingui } from '@lingui/react/macro'
import type { Tone } from '../../parts/status.tsx'

/** Of states of runs and their resources; others are under way. */
export const tones: Record<string, Tone> = {
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'neutral',
  paused: 'neutral',
}

/** States of runs and their resources in the reader's language. */
export function useStatusLabel(): (status: string) => string {
  const { t } = useLingui()
  const labels: Record<string, string> = {
    pending: t`Not begun`,
    queued: t`Queued`,
    running: t`Running`,
    reconciling: t`Confirming what was deleted`,
    paused: t`Paused`,
    succeeded: t`Done`,
    failed: t`Failed`,
    cancelled: t`Cancelled`,
  }
  return (status) => labels[status] ?? status
}
