import { PermanentError } from '@shopmirror/platforms'
import { z } from 'zod'
import { describeFailure } from '../alerts/describe-failure.ts'
import type { JobContext, OpenShop } from '../context.ts'
import { type Attempt, defineJob } from '../queue/define-job.ts'
import { closeGaps } from '../webhooks/close-gaps.ts'
import { isFenced } from './is-fenced.ts'
import { pauseWithShop } from './pause-with-shop.ts'
import { createSpending } from './spending.ts'
import { syncResource } from './sync-resource.ts'
import type { RunWork } from './work.ts'

/**
 * Continues a run from its checkpoints to its end. The last worker that began it owns it; earlier ones can no longer
 * write.
 */
export const syncRun = defineJob({
  name: 'sync.run',
  queue: 'sync',
  payload: z.object({ runId: z.string(), shopId: z.string() }),
  options: { attempts: 5, backoffMs: 5_000 },
  id: ({ runId }) => runId,
  shopOf: ({ shopId }) => shopId,

  async run({ runId }, context, attempt) {
    const begun = await context.db.runs.begin(runId)
    if (!begun) return context.log.debug({ run: runId }, 'run.not_open')

    try {
      await syncResources(begun, context, attempt)
    } catch (error) {
      if (!isFenced(error)) throw error
      context.log.info({ run: runId, epoch: begun.epoch }, 'run.yielded')
    }
  },

  async failed({ runId, shopId }, { db, metrics }, error) {
    if (error instanceof PermanentError && error.missingScope)
      await db.shops.markMissingScope(shopId, error.missingScope)
    const { kind, message } = describeFailure(error)
    const resources = await db.runs.resources(runId)
    const stopped = resources.find(({ status }) => status !== 'succeeded')
    const failed = await db.runs.fail(runId, { kind, message: `${stopped?.resource ?? 'The run'}: ${message}` })
    if (failed) metrics.runFinished(failed.type, 'failed')
  },
})

type StartedRun = Pick<RunWork, 'run' | 'epoch'> & { resources: Parameters<typeof syncResource>[1][] }

async function syncResources(
  { run, epoch, resources }: StartedRun,
  context: JobContext,
  attempt: Attempt,
): Promise<void> {
  if (await pauseWithShop(run, context)) return

  const open = await context.openShop(run.shopId, run.type)
  const spending = createSpending(open.meter)
  const work: RunWork = { run, epoch, open, spending, context, attempt }
  try {
    for (const row of resources) await syncResource(work, row)
  } finally {
    await context.db.runs.addSpent(run.id, spending.take())
  }
  await succeed(work, resources)
}

async function succeed({ run, epoch, open, context }: RunWork, resources: StartedRun['resources']): Promise<void> {
  if (!(await context.db.runs.finish(run.id, epoch, 'succeeded'))) return

  await context.db.mirror.clearSeen(run)
  if (run.type === 'full') await context.db.alerts.clear(run.shopId, 'delete_guard')
  if (resources.length === open.platform.reads.resources.length) await clearMissingScopes(open, context)
  await closeGaps({ run, open, resources: resources.map(({ resource }) => resource) }, context)
  context.metrics.runFinished(run.type, 'succeeded')
  context.log.info({ run: run.id, shop: run.shopId, type: run.type }, 'run.succeeded')
}

/** All resources could be read, so only a webhook subscription may still lack a scope. */
async function clearMissingScopes({ shop }: OpenShop, { db }: JobContext): Promise<void> {
  if (shop.missingScopes.length === 0) return

  const subscriptions = await db.subscriptions.list({ accountId: null, shopId: shop.id })
  if (subscriptions.every(({ status }) => status !== 'refused')) await db.shops.clearMissingScopes(shop.id)
}
