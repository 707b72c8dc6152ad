import type { Repositories } from '@shopmirror/db'
import type { Shop } from '@shopmirror/jobs'

type Run = NonNullable<Awaited<ReturnType<Repositories['runs']['find']>>>
type Subscription = Awaited<ReturnType<Repositories['subscriptions']['list']>>[number]

/** What a user should do about a shop. `none`: nothing, everything works. */
export const nextSteps = [
  'install_again',
  'reauthorize',
  'read_install_error',
  'wait_for_install',
  'resume_shop',
  'approve_scopes',
  'resume_run',
  'wait_for_run',
  'start_full_sync',
  'read_run_error',
  'register_webhooks',
  'none',
] as const
export type NextStep = (typeof nextSteps)[number]

export interface NextStepInput {
  shop: Pick<Shop, 'status' | 'statusReason' | 'missingScopes'>
  /** The newest run. */
  run: Pick<Run, 'status'> | null
  hasFullRead: boolean
  subscriptions: readonly Pick<Subscription, 'status'>[]
}

/** The first of all that apply, in the order in which they have to be done. */
export function nextStepOf({ shop, run, hasFullRead, subscriptions }: NextStepInput): NextStep {
  switch (shop.status) {
    case 'uninstalled':
      return 'install_again'
    case 'reauth_required':
      return 'reauthorize'
    case 'connecting':
      return shop.statusReason === null ? 'wait_for_install' : 'read_install_error'
    case 'paused':
      return 'resume_shop'
    case 'active':
      break
  }
  if (shop.missingScopes.length > 0) return 'approve_scopes'
  if (run?.status === 'paused') return 'resume_run'
  if (run?.status === 'queued' || run?.status === 'running') return 'wait_for_run'
  if (run?.status === 'failed') return 'read_run_error'
  if (!hasFullRead) return 'start_full_sync'
  if (subscriptions.some(({ status }) => status !== 'active')) return 'register_webhooks'
  return 'none'
}
