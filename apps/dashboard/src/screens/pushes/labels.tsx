import { useLingui } from '@lingui/react/macro'
import type { Push, PushHoldReason, PushStatus as State } from '../../api/generated/model/index.ts'
import { Status, type Tone } from '../../parts/status.tsx'
import type { Entity } from './entities.ts'

const tones: Record<State, Tone> = {
  pending: 'wait',
  held: 'neutral',
  processing: 'wait',
  completed: 'good',
  failed: 'bad',
  conflict: 'bad',
  superseded: 'neutral',
  cancelled: 'neutral',
}

export function PushStatus({ status }: { status: State }) {
  return <Status tone={tones[status]} label={useStatusLabel()(status)} />
}

export function useStatusLabel(): (status: State) => string {
  const { t } = useLingui()
  const labels: Record<State, string> = {
    pending: t`Waiting to be sent`,
    held: t`Held`,
    processing: t`Being sent`,
    completed: t`Completed`,
    failed: t`Failed`,
    conflict: t`Conflict`,
    superseded: t`Superseded`,
    cancelled: t`Cancelled`,
  }
  return (status) => labels[status]
}

export function useEntityLabel(): (entity: Entity) => string {
  const { t } = useLingui()
  const labels: Record<Entity, string> = {
    orders: t`Orders`,
    inventory: t`Stock`,
    products: t`Products`,
    customers: t`Customers`,
    tags: t`Tags`,
  }
  return (entity) => labels[entity]
}

/** Why a push is held, and what ends that. */
export function useHoldText(): (reason: Exclude<PushHoldReason, null>) => string {
  const { t } = useLingui()
  const texts: Record<Exclude<PushHoldReason, null>, string> = {
    direction_off: t`Pushes of this kind are switched off in the shop’s settings.`,
    object_off: t`This object is excluded from synchronization.`,
    interval: t`It waits for the end of the interval that the shop’s settings name.`,
    missing_scope: t`A permission is missing. The owner of the shop must approve it.`,
    loop: t`The shop keeps changing back what is pushed. Find out what changes it there.`,
  }
  return (reason) => texts[reason]
}

/** The object as the caller named it, such as `sku A-1`. */
export function objectName({ object }: Pick<Push, 'object'>): string {
  return Object.entries(object)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}
