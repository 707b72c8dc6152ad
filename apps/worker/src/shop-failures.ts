import { describeFailure, type JobContext } from '@shopmirror/jobs'
import { AuthRevokedError, PermanentError, RetryableError } from '@shopmirror/platforms'
import type { Work } from './work.ts'

/**
 * All but two: only a full sync that ends well answers the delete guard's, and only a new grant that access is gone. A job
 * that finds nothing to do may succeed without access.
 */
const clearedBySuccess = ['retryable', 'rate_limited', 'permanent', 'missing_scope', 'machine', 'unclassified']

/**
 * A refusal of the shop's current credentials leaves the shop without access. One of credentials that have been replaced
 * since says nothing of those it has: the job is tried again with them. Answers the error that counts.
 */
export async function settleAccess(error: unknown, { shopId }: Work, { db }: JobContext): Promise<unknown> {
  if (!(error instanceof AuthRevokedError) || shopId === undefined || error.version === undefined) return error
  const { version, message: reason } = error
  try {
    if (await db.shops.setAccess({ shopId, version, access: 'reauth_required', reason })) return error
    return new RetryableError('The refused credentials have been replaced since: trying again.', { cause: error })
  } catch (cause) {
    // Unknown what the refusal means: what kept us from finding out decides about the job.
    return cause
  }
}

/** Lays a failure at its shop's door, where it is counted for alerts. */
export async function noteFailure({ queued, shopId }: Work, context: JobContext, error: unknown): Promise<void> {
  if (shopId === undefined) return
  const { kind, message } = describeFailure(error)
  const threshold = context.settings.ALERT_AFTER_FAILURES
  await quietly(context, shopId, async ({ db }) => {
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
    context.log.error({ err: error, shop: shopId }, 'alert.not_stored')
  }
}
