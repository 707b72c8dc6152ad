import type { Conclusion } from '@shopmirror/db'
import type { PushKind } from '@shopmirror/platforms'
import { PUSH_ALERT } from '../alerts/describe-alert.ts'
import type { Sender } from './sender.ts'

/** Failures in a row of one kind of push raise an alert; a completed push resets the count. */
export async function countFailures(
  kind: PushKind,
  conclusions: readonly Conclusion[],
  { open, context }: Sender,
): Promise<void> {
  const { db, settings } = context
  const alert = `${PUSH_ALERT}${kind}`
  if (conclusions.some(({ status }) => status === 'completed')) await db.alerts.clear(open.shop.id, alert)
  const threshold = settings.ALERT_AFTER_FAILURES
  const failed = conclusions.filter(({ status }) => status === 'failed')
  for (const { error } of failed.slice(0, threshold))
    await db.alerts.countFailure({ shopId: open.shop.id, kind: alert, detail: error ?? '', threshold })
}
