import { describeFailure, type JobContext } from '@shopmirror/jobs'
import { AuthRevokedError, PermanentError } from '@shopmirror/platforms'
import type { Work } from './work.ts'

/** All but the delete guard's: only a full sync that ends well answers that. */
const clearedBySuccess = ['retryable', 'rate_limited', 'permanent', 'missing_scope', 'auth_revoked', 'unclassified']

/** Lays a failure at its shop's door: counted for alerts, and the shop parked when it shut us out. */
export async function noteFailure({ queued, shopId }: Work, context: JobContext, error: unknown): Promise<void> {
  if (shopId === undefined) return
  const { kind, message } = describeFailure(error)
  const threshold = context.settings.ALERT_AFTER_FAILURES
  await quietly(context, shopId, async ({ db }) => {
    if (error instanceof AuthRevokedError) await db.shops.setStatus(shopId, 'reauth_required', message)
    if (error instanceof PermanentError && error.missingScope)
      await db.shops.markMissingScope(shopId, error.missingScope)
    await db.alerts.countFailure({ shopId, kind, detail: `${queued.name}: ${message}`, threshold })
  })
}

/** Ends the rows of failures. */
export async function noteSuccess({ shopId }: Work, context: JobContext): Promise<void> {
  if (shopId !== undefined) await quietly(context, shopId, ({ db }) => db.alerts.clearKinds(shopId, clearedBySuccess))
}

/** The job's own end is decided: that it could not be counted changes nothing about it. */
async function quietly(
  context: JobContext,
  shopId: string,
  work: (context: JobContext) => Promise<unknown>,
): Promise<void> {
  try {
    await work(context)
  } catch (error) {
    context.log.error({ err: error, shop: shopId }, 'alert.uncounted')
  }
}
