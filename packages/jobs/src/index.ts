import { checkAlerts } from './alerts/check-alerts.ts'
import { migrateTokens } from './credentials/migrate-tokens.ts'
import { refreshToken } from './credentials/refresh-token.ts'
import { sweepTokens } from './credentials/sweep-tokens.ts'
import { applyDeliveries } from './inbox/apply-deliveries.ts'
import { receiveWebhook } from './inbox/receive-webhook.ts'
import { refetchObjects } from './inbox/refetch-objects.ts'
import { sweepInbox } from './inbox/sweep-inbox.ts'
import { describeShop } from './installs/describe-shop.ts'
import { identifyInstallation } from './installs/identify-installation.ts'
import { installShop } from './installs/install-shop.ts'
import { sweepInstalls } from './installs/sweep-installs.ts'
import { uninstallShop } from './installs/uninstall-shop.ts'
import { eraseShop } from './privacy/erase-shop.ts'
import { redactCustomer } from './privacy/redact-customer.ts'
import { redactShop } from './privacy/redact-shop.ts'
import { sweepErasures } from './privacy/sweep-erasures.ts'
import { sweepPrivacy } from './privacy/sweep-privacy.ts'
import { sweepRetention } from './privacy/sweep-retention.ts'
import { sendPushes } from './push/send-pushes.ts'
import { sweepPushes } from './push/sweep-pushes.ts'
import type { Job } from './queue/define-job.ts'
import { drainJobOutbox } from './queue/drain-job-outbox.ts'
import { runReplay } from './replays/run-replay.ts'
import { sweepReplays } from './replays/sweep-replays.ts'
import { foldStatistics } from './statistics/fold-statistics.ts'
import { sweepRuns } from './sync/sweep-runs.ts'
import { syncRun } from './sync/sync-run.ts'
import { startDueSyncs, tickSync } from './sync/tick-sync.ts'
import { registerWebhooks } from './webhooks/register-webhooks.ts'
import { sweepWebhooks } from './webhooks/sweep-webhooks.ts'

/** Every job of the worker. */
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
  runReplay,
  sendPushes,
  sweepPushes,
  refreshToken,
  migrateTokens,
  drainJobOutbox,
  tickSync,
  foldStatistics,
  sweepRuns,
  sweepReplays,
  sweepInstalls,
  sweepInbox,
  sweepErasures,
  sweepPrivacy,
  sweepWebhooks,
  sweepTokens,
  sweepRetention,
  checkAlerts,
]

export { createOpenShop } from './access/open-shop.ts'
export { pauseShop, resumeShop } from './access/pause-shop.ts'
export { alertKinds, describeAlert, WEBHOOK_TOO_LARGE } from './alerts/describe-alert.ts'
export { describeFailure } from './alerts/describe-failure.ts'
export { createNotify } from './alerts/notify.ts'
export {
  budgetKeyOf,
  createShopBudget,
  type Lane,
  type ShopBudget,
  type Spent as BudgetSpent,
} from './budget/shop-budget.ts'
export { schedules } from './clock.ts'
export type { CallMeter, JobContext, JobSettings, OpenShop } from './context.ts'
export { type CredentialKeeper, createCredentialKeeper } from './credentials/credential-keeper.ts'
export { isMissingKey } from './credentials/is-missing-key.ts'
export { type Migration, type MigrationOutcome, migrateToken } from './credentials/migrate-token.ts'
export { type ClockState, createClockWatch } from './health/clock-watch.ts'
export { dependencies, findMissing } from './health/find-missing.ts'
export { inTime } from './health/in-time.ts'
export { createBatchDeliveries } from './inbox/batch-deliveries.ts'
export type { Delivery } from './inbox/delivery.ts'
export { type Arrival, packDeliveries } from './inbox/pack.ts'
export { replayDelivery } from './inbox/replay-delivery.ts'
export { ENTRY_FIELD, type LiveChange, liveKey, unpackEntry } from './live/entry.ts'
export { createLivePublisher, type LivePublisher } from './live/publisher.ts'
export { createSendMail, type MailServer, type SendMail } from './mail/send-mail.ts'
export { createJobMetrics, type JobMetrics } from './metrics.ts'
export { type EntityPushSettings, pushSettingsOf } from './push/push-settings.ts'
export { checkAgainstMirror } from './push/resolve/check-change.ts'
export { type Attempt, defineJob, type Job, type Schedule } from './queue/define-job.ts'
export { createEnqueue, type Enqueue, jobOptions } from './queue/enqueue.ts'
export { createErrorLog } from './queue/error-log.ts'
export { isOutage } from './queue/is-outage.ts'
export { duplicateRedis, nodesOf, openRedis, type RedisConnection } from './queue/open-redis.ts'
export { type QueueName, queueNames } from './queue/queue-names.ts'
export { createQueues, type Queues, type QueuesOptions } from './queue/queues.ts'
export { readPages } from './queue/read-pages.ts'
export { type ReadyWork, readReadyWork } from './queue/ready-work.ts'
export { isRedisUnavailable } from './queue/redis-errors.ts'
export { queuePrefix, redisKey } from './queue/redis-keys.ts'
export { createReplicaWait } from './queue/replica-wait.ts'
export { type EnqueueAfterCommit, enqueueSwept, type OutboxDeps, withOutbox } from './queue/with-outbox.ts'
export { REPLAY_DELIVERIES_MAX, type Rehearsal, rehearse, type ShopRehearsal } from './replays/rehearse.ts'
export { startReplay } from './replays/start-replay.ts'
export type { Shop } from './shop.ts'
export { changeSettings } from './sync/change-settings.ts'
export { cancelRun, pauseRun, resumeRun } from './sync/control-run.ts'
export { type SyncRequest, type SyncStarters, startSync } from './sync/start-sync.ts'
export { type SyncRefusal, SyncRefusedError } from './sync/sync-refused-error.ts'
export {
  checkAlerts,
  drainJobOutbox,
  eraseShop,
  identifyInstallation,
  installShop,
  receiveWebhook,
  refetchObjects,
  registerWebhooks,
  sendPushes,
  startDueSyncs,
  sweepErasures,
  sweepInbox,
  sweepPushes,
  sweepRetention,
  sweepRuns,
  sweepWebhooks,
  syncRun,
  tickSync,
  uninstallShop,
}
