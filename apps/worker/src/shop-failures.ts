import { describeFailure, isOutage, type JobContext } from '@shopmirror/jobs'
import { AuthRevokedError, PermanentError, RetryableError } from '@shopmirror/platforms'
import type { Work } from './work.ts'

/**
 * Alert kinds that a successful job resolves. Not `delete_guard`, which only a successful full sync resolves, and not
 * `auth_revoked`, which only a reauthorization resolves: a job with nothing to do can succeed without access.
 */
const clearedBySuccess = ['retryable', 'rate_limited', 'permanent', 'missing_scope', 'machine', 'unclassified']

/**
 * If the shop's current credentials were refused, the shop loses its access. If they have been replaced since, the job
 * is retried with the new ones. Returns the error to settle.
 */
export async function settleAccess(error: unknown, { shopId }: Work, { db }: JobContext): Promise<unknown> {
  if (!(error instanceof AuthRevokedError) || shopId === undefined || error.version === undefined) return error
  const { version, message: reason } = error
  try {
    if (await db.shops.setAccess({ shopId, version, access: 'reauth_required', reason })) return error
    return new RetryableError('The refused credentials have been replaced. Retrying.', { cause: error })
  } catch (cause) {
    // The access could not be updated, so this error decides what happens to the job.
    return cause
  }
}

/** Whether the shop was uninstalled, so that its job has nothing to do. `false` while that cannot be read. */
export async function isUninstalled({ shopId }: Work, { db, log }: JobContext): Promise<boolean> {
  if (shopId === undefined) return false
  try {
    return (await db.shops.find(shopId))?.status === 'uninstalled'
  } catch (error) {
    log.warn({ err: error, shop: shopId }, 'shop.status_unknown')
    return false
  }
}

/** Counts a failure of the shop; enough in a row raise an alert. */
export async function countFailure({ queued, shopId }: Work, context: JobContext, error: unknown): Promise<void> {
  if (shopId === undefined) return
  const { kind, message } = describeFailure(error)
  const threshold = context.settings.ALERT_AFTER_FAILURES
  await logErrors(context, shopId, async ({ db }) => {
    if (error instanceof PermanentError && error.missingScope)
      await db.shops.markMissingScope(shopId, error.missingScope)
    await db.alerts.countFailure({ shopId, kind, detail: `${queued.name}: ${message}`, threshold })
  })
}

/** Resets the shop's counts of failures. */
export async function resetFailures({ shopId }: Work, context: JobContext): Promise<void> {
  if (shopId !== undefined) await logErrors(context, shopId, ({ db }) => db.alerts.clearKinds(shopId, clearedBySuccess))
}

/** Logs an error instead of throwing it: the outcome of the job is already decided. Outages are reported elsewhere. */
async function logErrors(
  context: JobContext,
  shopId: string,
  work: (context: JobContext) => Promise<unknown>,
): Promise<void> {
  try {
    await work(context)
  } catch (error) {
    context.log[isOutage(error) ? 'warn' : 'error']({ err: error, shop: shopId }, 'alert.not_stored')
  }
}
