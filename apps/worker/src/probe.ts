import { Queue, Worker } from 'bullmq'
import type { Redis } from 'ioredis'

const EVERY_MS = 10_000
/** What is left of the probe of a killed process goes by itself, s. */
const FORGET_SECONDS = 600
const kept = ['id', 'meta', 'events', 'marker']

export interface ProbeOptions {
  redis: Redis
  prefix: string
  /** Of this process. */
  id: string
  /** Default 10,000. */
  everyMs?: number
}

export interface Probe {
  /** Time since a job went through, ms. */
  ageMs(): number
  close(): Promise<void>
}

/** A job of this process' own that goes through Redis and back: whoever cannot do that is not healthy, however alive. */
export function startProbe({ redis, prefix, id, everyMs = EVERY_MS }: ProbeOptions): Probe {
  const name = `probe-${id}`
  const queue = new Queue(name, { connection: redis, prefix })
  let wentThroughAt = Number.NEGATIVE_INFINITY
  const worker = new Worker(
    name,
    async () => {
      wentThroughAt = performance.now()
    },
    { connection: redis, prefix },
  )
  // What is wrong shows in the age; the queues themselves say it in the log.
  queue.on('error', () => undefined)
  worker.on('error', () => undefined)

  const send = async () => {
    try {
      await queue.add('probe', {}, { jobId: 'probe', removeOnComplete: true, removeOnFail: true })
      await Promise.all(kept.map((key) => redis.expire(queue.toKey(key), FORGET_SECONDS)))
    } catch {
      // As above.
    }
  }
  void send()
  const timer = setInterval(send, everyMs)

  return {
    ageMs: () => performance.now() - wentThroughAt,
    async close() {
      clearInterval(timer)
      await worker.close(true)
      await queue.obliterate({ force: true }).catch(() => undefined)
      await queue.close()
    },
  }
}
