import { count, processSettings, requireOneRedis } from '@shopmirror/config'
import { type QueueName, queueNames, schedules } from '@shopmirror/jobs'
import { z } from 'zod'

const queueList = z.array(z.enum(queueNames)).min(1)

/** Settings of the worker. Each platform's settings are in its adapter. */
export const WorkerConfig = requireOneRedis(
  z.object({
    ...processSettings,
    WORKER_PORT: z.coerce
      .number()
      .int()
      .min(0)
      .default(9091)
      .describe("port of the worker's /healthz, /readyz and /metrics"),
    WORKER_QUEUES: z
      .string()
      .default(queueNames.join(','))
      .transform((list) => list.split(',').map((name) => name.trim()))
      .pipe(queueList)
      .describe(`queues that this process serves, comma separated: ${queueNames.join(', ')}`),
    INBOX_CONCURRENCY: count(100).describe(
      'concurrent jobs of the queue inbox; their deliveries are processed in batches',
    ),
    SHOPS_CONCURRENCY: count(50).describe(
      'concurrent jobs of the queue shops (installs, webhook registrations, erasures)',
    ),
    SYNC_CONCURRENCY: count(1_000).describe(
      "concurrent syncs and refetches; most of them wait for their shop's rate limit",
    ),
    OUTBOX_CONCURRENCY: count(100).describe('concurrent pushes'),
    JOB_LOCK_SECONDS: count(30).describe(
      'a job whose worker has not renewed its lock for this long is given to another worker',
    ),
    SHUTDOWN_SECONDS: count(20).describe('time for running jobs to reach a checkpoint when the worker stops'),
    DELETE_GUARD_SHARE: z.coerce
      .number()
      .min(0)
      .max(1)
      .default(0.2)
      .describe(
        'share of a resource (0 to 1) that one full sync may delete; beyond it the run stops and raises an alert',
      ),
    DELIVERY_RETENTION_DAYS: count(14).describe('age at which bodies of webhook deliveries are deleted'),
    RUN_RETENTION_DAYS: count(90).describe('age at which finished runs are deleted'),
    PUSH_RETENTION_DAYS: count(30).describe('age at which payloads of finished pushes are emptied'),
    STATISTICS_RETENTION_DAYS: count(35).describe('age at which hours of the statistics are deleted'),
    LINEAGE_RETENTION_DAYS: count(30).describe('age at which recorded changes of objects are deleted'),
    AUDIT_RETENTION_DAYS: count(400).describe('age at which entries of the audit log are deleted'),
    ALERT_AFTER_FAILURES: count(3).describe('failures in a row of one kind for one shop that raise an alert'),
    ALERT_EMAIL_TO: z.string().optional().describe('recipients of alert mails, comma separated'),
    ALERT_WEBHOOK_URL: z
      .url()
      .optional()
      .meta({ secret: true, description: 'chat webhook for alerts (Slack, Mattermost); receives {"text": …} by POST' }),
  }),
)

/** Validated settings of the worker. */
export type WorkerSettings = z.output<typeof WorkerConfig>

/** Concurrent jobs of each queue that this process serves. */
export function concurrencyOf(config: WorkerSettings): Partial<Record<QueueName, number>> {
  const all: Record<QueueName, number> = {
    inbox: config.INBOX_CONCURRENCY,
    shops: config.SHOPS_CONCURRENCY,
    sync: config.SYNC_CONCURRENCY,
    outbox: config.OUTBOX_CONCURRENCY,
    clock: schedules.length,
  }
  return Object.fromEntries(config.WORKER_QUEUES.map((name) => [name, all[name]]))
}
