import { jobOptions, type Queues, schedules } from '@shopmirror/jobs'

/** Tells the clock queue what to repeat. By name: any number of workers may say it, each schedule stays one. */
export async function ensureSchedules({ clock }: Pick<Queues, 'clock'>): Promise<void> {
  for (const { job, everyMs } of schedules) {
    const { attempts, removeOnComplete, removeOnFail } = jobOptions(job, {})
    const opts = { attempts, removeOnComplete, removeOnFail }
    await clock.upsertJobScheduler(job.name, { every: everyMs }, { name: job.name, data: {}, opts })
  }
}
