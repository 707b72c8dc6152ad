import { type Job, type JobContext, type QueueName, type Queues, schedules } from '@shopmirror/jobs'
import { Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { WorkerSettings } from './config.ts'
import { createProcessor } from './run.ts'

/** A job that is found without its worker goes back this often before it counts as failed; workers are killed for many reasons. */
const STALLED_MAX = 50

export interface StartOptions {
  jobs: readonly Job[]
  context: JobContext
  connection: Redis
  config: WorkerSettings
}

export interface Workers {
  /** Stops taking jobs; those at work reach a checkpoint or are left to another worker. */
  close(): Promise<void>
}

export function startWorkers({ jobs, context, connection, config }: StartOptions): Workers {
  const stopping = new AbortController()
  const processor = createProcessor({ jobs, context, signal: stopping.signal })
  const lockDuration = config.JOB_LOCK_SECONDS * 1_000
  const workers = config.WORKER_QUEUES.map((name) => {
    const worker = new Worker(name, processor, {
      connection,
      prefix: config.QUEUE_PREFIX,
      concurrency: concurrencyOf(name, config),
      lockDuration,
      stalledInterval: lockDuration,
      maxStalledCount: STALLED_MAX,
    })
    // Without a listener a lost connection would end the process; BullMQ connects again by itself.
    worker.on('error', (error) => context.log.warn({ err: error, queue: name }, 'queue.trouble'))
    worker.on('stalled', (id) => context.log.warn({ job: id, queue: name }, 'job.stalled'))
    return worker
  })

  return {
    async close() {
      stopping.abort()
      const closed = Promise.all(workers.map((worker) => worker.close()))
      const expired = new Promise<'expired'>((resolve) =>
        setTimeout(resolve, config.SHUTDOWN_SECONDS * 1_000, 'expired').unref(),
      )
      if ((await Promise.race([closed, expired])) === 'expired')
        await Promise.all(workers.map((worker) => worker.close(true)))
    },
  }
}

function concurrencyOf(name: QueueName, config: WorkerSettings): number {
  switch (name) {
    case 'inbox':
      return config.INBOX_CONCURRENCY
    case 'shops':
      return config.SHOPS_CONCURRENCY
    case 'sync':
      return config.SYNC_CONCURRENCY
    case 'outbox':
      return config.OUTBOX_CONCURRENCY
    case 'clock':
      return schedules.length
  }
}

/** The clock's jobs, by their names: any number of workers may say this, the schedule stays one. */
export async function ensureSchedules({ clock }: Queues): Promise<void> {
  for (const { job, everyMs } of schedules) {
    await clock.upsertJobScheduler(
      job.name,
      { every: everyMs },
      {
        name: job.name,
        data: {},
        opts: { removeOnComplete: { age: 3_600, count: 100 }, removeOnFail: { age: 86_400, count: 100 } },
      },
    )
  }
}
