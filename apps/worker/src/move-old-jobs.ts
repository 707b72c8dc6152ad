import type { Logger } from '@shopmirror/config'
import { type Job, type QueueName, type Queues, queueNames, type RedisConnection } from '@shopmirror/jobs'
import { Queue } from 'bullmq'
import { moveJobs } from './move-jobs.ts'
import { removeOrphans } from './schedules.ts'

/** How often jobs are looked for under the names of the release before, ms. */
const MOVE_EVERY_MS = 5_000

/** Options of the move. */
export interface MoveOptions {
  queues: Queues
  redis: RedisConnection
  /** QUEUE_PREFIX. */
  prefix: string
  jobs: readonly Job[]
  log: Logger
  /** Interval, ms. Default 5,000. */
  everyMs?: number
}

/**
 * Moves jobs from the names of the release before (`{shopmirror}:inbox:…`) to those of this one (`shopmirror:{inbox}:…`),
 * again and again, because processes of that release run until a deployment is complete. A job that is interrupted between
 * both is in both, which is harmless.
 */
export function moveOldJobs(options: MoveOptions): { close(): Promise<void> } {
  const { log, everyMs = MOVE_EVERY_MS } = options
  const stopping = new AbortController()
  const move = () =>
    moveOnce(options, stopping.signal).catch((error: unknown) => log.warn({ err: error }, 'jobs.not_moved'))
  let running = move()
  const timer = setInterval(() => {
    running = running.then(move)
  }, everyMs)
  return {
    async close() {
      clearInterval(timer)
      stopping.abort()
      await running
    },
  }
}

/** Moves what there is now. */
export async function moveOnce(options: MoveOptions, signal: AbortSignal): Promise<void> {
  for (const name of queueNames) {
    if (!signal.aborted) await moveQueue(name, options, signal)
  }
}

async function moveQueue(name: QueueName, options: MoveOptions, signal: AbortSignal): Promise<void> {
  const { queues, redis, prefix, jobs, log } = options
  if (!(await redis.exists(`${prefix}:${name}:id`))) return
  // It writes nothing, so that the old names do not come back.
  const old = new Queue(name, { connection: redis, prefix, skipMetasUpdate: true })
  old.on('error', () => undefined)
  try {
    if (name === 'clock') await removeOrphans({ clock: old, redis, log }, (key) => `${prefix}:schedule:${key}`)
    // Of failed jobs only those that are retried again and again: a delivery may have no other copy.
    const retried = jobs.filter(({ options: { keepFailed } }) => keepFailed === 'always').map((job) => job.name)
    const moved = await moveJobs({ from: old, to: queues[name], redis, retried, signal })
    if (moved > 0) log.info({ queue: name, jobs: moved }, 'jobs.moved')
  } finally {
    await old.close()
  }
}
