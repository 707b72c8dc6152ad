import { useLingui } from '@lingui/react/macro'
import type { ShopStatus as State } from '../../api/generated/model/index.ts'
import { Status, type Tone } from '../../parts/status.tsx'

const tones: Record<State, Tone> = {
  active: 'good',
  connecting: 'wait',
  paused: 'neutral',
  reauth_required: 'bad',
  uninstalled: 'neutral',
}

export function ShopStatus({ status }: { status: State }) {
  return <Status tone={tones[status]} label={useStatusLabel()(status)} />
}

export function useStatusLabel(): (status: State) => string {
  const { t } = useLingui()
  const labels: Record<State, string> = {
    active: t`Active`,
    connecting: t`Connecting`,
    paused: t`Paused`,
    reauth_required: t`Access lost`,
    uninstalled: t`Disconnected`,
  }
  return (status) => labels[status]
}
