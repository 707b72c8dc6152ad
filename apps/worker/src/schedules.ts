import type { Logger } from '@shopmirror/config'
import { jobOptions, type Schedule } from '@shopmirror/jobs'
import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'

/** How often a worker looks after the schedules, ms. */
const ENSURE_EVERY_MS = 20_000
/** A schedule that no worker has asked for since is an orphan, ms. */
const WANTED_MS = 50_000

export interface SchedulesOptions {
  clock: Queue
  redis: Redis
  prefix: string
  log: Logger
  /** Default 20,000. */
  everyMs?: number
  /** Default 50,000; longer than `everyMs`. */
  wantedMs?: number
}

/** Keeps the clock queue's schedules as they should be: Redis may lose them, and releases rename them. */
export function keepSchedules(schedules: readonly Schedule[], options: SchedulesOptions): { close(): Promise<void> } {
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

/** Adds what is missing and removes orphans. Any number of workers may do it at once; none moves a schedule that is right. */
export async function ensureSchedules(schedules: readonly Schedule[], options: SchedulesOptions): Promise<void> {
  const { clock, redis, wantedMs = WANTED_MS } = options
  for (const { job, everyMs } of schedules) {
    const { attempts, removeOnComplete, removeOnFail } = jobOptions(job, {})
    const opts = { attempts, removeOnComplete, removeOnFail }
    await redis.set(wantedKey(job.name, options), 1, 'PX', wantedMs)
    await clock.upsertJobScheduler(job.name, { every: everyMs }, { name: job.name, data: {}, opts })
  }
  await removeOrphans(options)
}

/** During a deployment workers of both releases run: what either of them asks for stays. */
async function removeOrphans(options: SchedulesOptions): Promise<void> {
  const { clock, redis, log } = options
  for (const { key } of await clock.getJobSchedulers()) {
    if (await redis.exists(wantedKey(key, options))) continue
    await clock.removeJobScheduler(key)
    const jobs = await clock.getJobs(['waiting', 'delayed'])
    await Promise.all(jobs.filter(({ repeatJobKey }) => repeatJobKey === key).map((job) => job.remove()))
    log.info({ schedule: key }, 'schedule.removed')
  }
}

function wantedKey(name: string, { prefix }: Pick<SchedulesOptions, 'prefix'>): string {
  return `${prefix}:schedule:${name}`
}
