import { count, processSettings } from '@shopmirror/config'
import { type QueueName, queueNames, schedules } from '@shopmirror/jobs'
import { z } from 'zod'

const queueList = z.array(z.enum(queueNames)).min(1)

/** Settings of the worker. The platforms' own stand beside their adapters. */
export const WorkerConfig = z.object({
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
    .describe(`queues this process serves, of ${queueNames.join(', ')}`),
  INBOX_CONCURRENCY: count(100).describe('inbox jobs taken at once; what they carry is worked on together'),
  SHOPS_CONCURRENCY: count(50).describe('installs, registrations and the like at once'),
  SYNC_CONCURRENCY: count(1_000).describe('syncs and refetches at once; most of them wait for their shop'),
  OUTBOX_CONCURRENCY: count(100).describe('pushes at once'),
  JOB_LOCK_SECONDS: count(30).describe('a job whose worker is silent this long is given to another'),
  SHUTDOWN_SECONDS: count(20).describe('time jobs get to reach a checkpoint when the worker has to stop'),
  DELETE_GUARD_SHARE: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe('part of a resource that may vanish in one full sync before it is taken for a fault'),
  DELIVERY_RETENTION_DAYS: count(14).describe('age at which bodies of webhook deliveries are emptied'),
  RUN_RETENTION_DAYS: count(90).describe('age at which finished runs are removed'),
  ALERT_AFTER_FAILURES: count(3).describe('failures in a row of one kind for one shop before people are told'),
  SMTP_URL: z.string().optional().meta({
    secret: true,
    description: 'mail server for alerts',
    example: 'smtp://user:password@mail.example.com:587',
  }),
  ALERT_EMAIL_FROM: z.string().optional().describe('sender of alert mails'),
  ALERT_EMAIL_TO: z.string().optional().describe('receivers of alert mails, comma separated'),
  ALERT_WEBHOOK_URL: z
    .url()
    .optional()
    .meta({ secret: true, description: 'chat address that takes {"text": …} by POST' }),
})

export type WorkerSettings = z.output<typeof WorkerConfig>

/** Jobs at once in each queue this process serves. */
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
