import { checkAlerts } from './check-alerts.ts'
import type { Job } from './define-job.ts'
import { describeShop } from './describe-shop.ts'
import { eraseShop } from './erase-shop.ts'
import { identifyInstallation } from './identify-installation.ts'
import { applyDeliveries } from './inbox/apply-deliveries.ts'
import { installShop } from './install-shop.ts'
import { sweepInstalls } from './installs/sweep-installs.ts'
import { migrateTokens } from './migrate-tokens.ts'
import { redactCustomer } from './privacy/redact-customer.ts'
import { redactShop } from './privacy/redact-shop.ts'
import { sweepPrivacy } from './privacy/sweep-privacy.ts'
import { drainJobOutbox } from './queue/drain-job-outbox.ts'
import { receiveWebhook } from './receive-webhook.ts'
import { refetchObjects } from './refetch-objects.ts'
import { refreshToken } from './refresh-token.ts'
import { registerWebhooks } from './register-webhooks.ts'
import { sweepErasures } from './sweep-erasures.ts'
import { sweepInbox } from './sweep-inbox.ts'
import { sweepRetention } from './sweep-retention.ts'
import { sweepRuns } from './sweep-runs.ts'
import { sweepTokens } from './sweep-tokens.ts'
import { sweepWebhooks } from './sweep-webhooks.ts'
import { syncRun } from './sync-run.ts'
import { startDueSyncs, tickSync } from './tick-sync.ts'
import { uninstallShop } from './uninstall-shop.ts'

/** Every job a worker can be asked to do. */
export const jobs: readonly Job[] = [
  receiveWebhook,
  applyDeliveries,
  identifyInstallation,
  installShop,
  describeShop,
  registerWebhooks,
  uninstallShop,
  eraseShop,
  redactCustomer,
  redactShop,
  syncRun,
  refetchObjects,
  refreshToken,
  migrateTokens,
  drainJobOutbox,
  tickSync,
  sweepRuns,
  sweepInstalls,
  sweepInbox,
  sweepErasures,
  sweepPrivacy,
  sweepWebhooks,
  sweepTokens,
  sweepRetention,
  checkAlerts,
]

export type { CallMeter, JobContext, JobSettings, OpenShop, Shop } from './context.ts'
export { cancelRun, pauseRun, resumeRun } from './control-run.ts'
export { type CredentialKeeper, createCredentialKeeper } from './credential-keeper.ts'
export { isMissingKey } from './credentials/is-missing-key.ts'
export { type Migration, type MigrationOutcome, migrateToken } from './credentials/migrate-token.ts'
export { type Attempt, defineJob, type Job, type QueueName, queueNames, type Schedule } from './define-job.ts'
export { describeAlert, WEBHOOK_TOO_LARGE } from './describe-alert.ts'
export { describeFailure } from './describe-failure.ts'
export { createEnqueue, type Enqueue, jobOptions } from './enqueue.ts'
export { type ClockState, createClockWatch } from './health/clock-watch.ts'
export { findMissing } from './health/find-missing.ts'
export { inTime } from './health/in-time.ts'
export type { Delivery } from './inbox/delivery.ts'
export { type Arrival, packDeliveries } from './inbox/pack.ts'
export { createJobMetrics, type JobMetrics } from './metrics.ts'
export { createNotify } from './notify.ts'
export { createOpenShop } from './open-shop.ts'
export { pauseShop, resumeShop } from './pause-shop.ts'
export { openRedis } from './queue/open-redis.ts'
export { readPages } from './queue/read-pages.ts'
export { isRedisUnavailable } from './queue/redis-errors.ts'
export { type EnqueueAfterCommit, type OutboxDeps, withOutbox } from './queue/with-outbox.ts'
export { createQueues, QUEUE_PREFIX, type Queues, type QueuesOptions } from './queues.ts'
export { replayDelivery } from './replay-delivery.ts'
export { schedules } from './schedules.ts'
export { createShopBudget, type Lane, type ShopBudget } from './shop-budget.ts'
export { type SyncStarters, type SyncWish, startSync } from './start-sync.ts'
export { type SyncRefusal, SyncRefusedError } from './sync-refused-error.ts'
export { createTroubleLog } from './trouble.ts'
export {
  checkAlerts,
  drainJobOutbox,
  eraseShop,
  identifyInstallation,
  installShop,
  receiveWebhook,
  refetchObjects,
  registerWebhooks,
  startDueSyncs,
  sweepErasures,
  sweepInbox,
  sweepRetention,
  sweepRuns,
  sweepWebhooks,
  syncRun,
  tickSync,
  uninstallShop,
}
