import type { Conclusion } from '@shopmirror/db'
import type { PushKind } from '@shopmirror/platforms'
import { PUSH_ALERT } from '../alerts/describe-alert.ts'
import type { Sender } from './sender.ts'

/** The kind of alert that failures of this kind of push raise. */
export function pushAlertOf(kind: PushKind): string {
  return `${PUSH_ALERT}${kind}`
}

interface Concluded {
  alert: string
  conclusions: readonly Conclusion[]
  /** Failures have been counted before. */
  hasAlert: boolean
}

/** Failures in a row of one kind of push raise an alert; a completed push resets the count. */
export async function countFailures(
  { alert, conclusions, hasAlert }: Concluded,
  { open, context }: Sender,
): Promise<void> {
  const { db, settings } = context
  if (hasAlert && conclusions.some(({ status }) => status === 'completed')) await db.alerts.clear(open.shop.id, alert)
  const threshold = settings.ALERT_AFTER_FAILURES
  const failed = conclusions.filter(({ status }) => status === 'failed')
  for (const { error } of failed.slice(0, threshold))
    await db.alerts.countFailure({ shopId: open.shop.id, kind: alert, detail: error ?? '', threshold })
}
