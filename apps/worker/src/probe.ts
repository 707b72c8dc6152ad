import { queuePrefix, type RedisConnection } from '@shopmirror/jobs'
import { Queue, Worker } from 'bullmq'

const EVERY_MS = 10_000
/** Expiry of the probe's keys, so that those of a killed process disappear, s. */
const TTL_SECONDS = 600
const kept = ['id', 'meta', 'events', 'marker']

/** Options of `startProbe`. */
export interface ProbeOptions {
  redis: RedisConnection
  prefix: string
  /** Unique per process. */
  id: string
  /** Interval of probe jobs, ms. Default 10,000. */
  everyMs?: number
}

/** A running probe. `close` deletes its queue. */
export interface Probe {
  /** Time since the last completed probe job, ms. */
  ageMs(): number
  close(): Promise<void>
}

/**
 * Regularly sends a job through a private queue to this process. If the jobs stop completing, the process is not
 * healthy.
 */
export function startProbe({ redis, prefix, id, everyMs = EVERY_MS }: ProbeOptions): Probe {
  const name = `probe-${id}`
  const options = { connection: redis, prefix: queuePrefix(prefix, name) }
  const queue = new Queue(name, options)
  let completedAt = Number.NEGATIVE_INFINITY
  const worker = new Worker(
    name,
    async () => {
      completedAt = performance.now()
    },
    options,
  )
  // Errors show in the age of the probe; the other queues log them.
  queue.on('error', () => undefined)
  worker.on('error', () => undefined)

  const send = async () => {
    try {
      await queue.add('probe', {}, { jobId: 'probe', removeOnComplete: true, removeOnFail: true })
      await Promise.all(kept.map((key) => redis.expire(queue.toKey(key), TTL_SECONDS)))
    } catch {
      // As above.
    }
  }
  void send()
  const timer = setInterval(send, everyMs)

  return {
    ageMs: () => performance.now() - completedAt,
    async close() {
      clearInterval(timer)
      await worker.close(true)
      await queue.obliterate({ force: true }).catch(() => undefined)
      await queue.close()
    },
  }
}
