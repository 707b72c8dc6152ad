import type { Logger } from '@shopmirror/config'
import { jobOptions, queuePrefix, type RedisConnection, type Schedule } from '@shopmirror/jobs'
import type { Queue } from 'bullmq'

/** How often a worker checks the schedules, ms. */
const ENSURE_EVERY_MS = 20_000
/** A schedule that no worker has confirmed for this long is an orphan, ms. */
const ORPHANED_AFTER_MS = 50_000

/** Options of the schedules' maintenance. */
export interface SchedulesOptions {
  clock: Queue
  redis: RedisConnection
  prefix: string
  log: Logger
  /** Interval of the check, ms. Default 20,000. */
  everyMs?: number
  /** When an unconfirmed schedule is removed, ms. Default 50,000; must be longer than `everyMs`. */
  orphanedAfterMs?: number
}

/**
 * Creates the schedules of the clock queue, and creates them again if Redis loses them. Removes schedules of older
 * releases.
 */
export function maintainSchedules(
  schedules: readonly Schedule[],
  options: SchedulesOptions,
): { close(): Promise<void> } {
  const { log, everyMs = ENSURE_EVERY_MS } = options
  const ensure = () =>
    ensureSchedules(schedules, options).catch((error: unknown) => log.warn({ err: error }, 'schedules.not_ensured'))
  let running = ensure()
  const timer = setInterval(() => {
    running = running.then(ensure)
  }, everyMs)
  return {
    async close() {
      clearInterval(timer)
      await running
    },
  }
}

/** Adds missing schedules and removes orphans. Safe to run concurrently; does not shift a correct schedule. */
export async function ensureSchedules(schedules: readonly Schedule[], options: SchedulesOptions): Promise<void> {
  const { clock, redis, orphanedAfterMs = ORPHANED_AFTER_MS } = options
  for (const { job, everyMs } of schedules) {
    const { attempts, removeOnComplete, removeOnFail } = jobOptions(job, {})
    const opts = { attempts, removeOnComplete, removeOnFail }
    await redis.set(confirmedKey(job.name, options), 1, 'PX', orphanedAfterMs)
    await clock.upsertJobScheduler(job.name, { every: everyMs }, { name: job.name, data: {}, opts })
  }
  await removeOrphans(options, (name) => confirmedKey(name, options))
}

/** During a deployment workers of both releases run, so a schedule that either of them confirms is kept. */
export async function removeOrphans(
  { clock, redis, log }: Pick<SchedulesOptions, 'clock' | 'redis' | 'log'>,
  confirmedKeyOf: (name: string) => string,
): Promise<void> {
  for (const { key } of await clock.getJobSchedulers()) {
    if (await redis.exists(confirmedKeyOf(key))) continue
    await clock.removeJobScheduler(key)
    const jobs = await clock.getJobs(['waiting', 'delayed'])
    await Promise.all(jobs.filter(({ repeatJobKey }) => repeatJobKey === key).map((job) => job.remove()))
    log.info({ schedule: key }, 'schedule.removed')
  }
}

function confirmedKey(name: string, { prefix }: Pick<SchedulesOptions, 'prefix'>): string {
  return `${queuePrefix(prefix, 'clock')}:schedule:${name}`
}
