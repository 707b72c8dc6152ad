import type { RedisConnection } from '@shopmirror/jobs'
import type { Queue, Job as QueuedJob } from 'bullmq'

const JOBS_AT_ONCE = 100
/** BullMQ's score of a delayed job is its time in ms times this, plus a counter. */
const SCORE_PER_MS = 0x1000
/** Those that have not begun, in the order in which they begin. */
const states = ['waiting', 'prioritized', 'delayed'] as const

/** Options of `moveJobs`. */
export interface MoveJobsOptions {
  from: Queue
  to: Queue
  redis: RedisConnection
  /** Names of jobs that are moved even when they have failed. */
  retried: readonly string[]
  signal: AbortSignal
}

/**
 * Moves jobs that have not begun, and those whose worker is gone, with their priority and their time. Not those of a
 * scheduler: it makes others. Returns how many were moved.
 */
export async function moveJobs(options: MoveJobsOptions): Promise<number> {
  const { from, retried } = options
  let moved = 0
  for (const state of states)
    moved += await moveEach(options, (start, end) => from.getJobs([state], start, end, true), isMovable)
  moved += await moveEach(
    options,
    (start, end) => from.getFailed(start, end),
    ({ name }) => retried.includes(name),
  )
  const isAbandoned = async (job: QueuedJob) =>
    isMovable(job) && !(await options.redis.exists(`${from.toKey(String(job.id))}:lock`))
  return moved + (await moveEach(options, (start, end) => from.getActive(start, end), isAbandoned))
}

function isMovable({ repeatJobKey }: QueuedJob): boolean {
  return repeatJobKey === undefined
}

type ReadPage = (start: number, end: number) => Promise<QueuedJob[]>

async function moveEach(
  options: MoveJobsOptions,
  read: ReadPage,
  isWanted: (job: QueuedJob) => boolean | Promise<boolean>,
): Promise<number> {
  let moved = 0
  for (let kept = 0; !options.signal.aborted; ) {
    const page = await read(kept, kept + JOBS_AT_ONCE - 1)
    const wanted = await Promise.all(page.map(isWanted))
    const removed = await move(
      page.filter((_job, index) => wanted[index]),
      options,
    )
    moved += removed
    kept += page.length - removed
    if (page.length < JOBS_AT_ONCE) break
  }
  return moved
}

/** Added first, so that a job is never in neither. One that has just begun stays, and runs twice. */
async function move(jobs: readonly QueuedJob[], { from, to, redis }: MoveJobsOptions): Promise<number> {
  if (jobs.length === 0) return 0
  const added = jobs.map(async (job) => ({ name: job.name, data: job.data, opts: await optionsOf(job, from, redis) }))
  await to.addBulk(await Promise.all(added))
  const removed = await Promise.all(jobs.map(({ id }) => from.remove(String(id))))
  return removed.filter((count) => count === 1).length
}

async function optionsOf({ id, opts, timestamp }: QueuedJob, from: Queue, redis: RedisConnection) {
  const { delay: _delay, jobId: _jobId, ...kept } = opts
  // Its age, and its delay, count from when it was added at first.
  const score = await redis.zscore(from.toKey('delayed'), String(id))
  const delay = score === null ? 0 : Math.floor(Number(score) / SCORE_PER_MS) - timestamp
  return { ...kept, timestamp, ...(delay > 0 && { delay }) }
}
