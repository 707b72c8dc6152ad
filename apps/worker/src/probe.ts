import type { Logger } from '@shopmirror/config'
import { QUEUE_PREFIX, type QueuesOptions } from '@shopmirror/jobs'
import { Queue, Worker } from 'bullmq'

const EVERY_MS = 10_000

export interface Probe {
  ageMs(): number
  close(): Promise<void>
}

/** A job of this process' own that goes through Redis and back: whoever cannot do that is not healthy, however alive. */
export async function startProbe({
  connection,
  prefix = QUEUE_PREFIX,
  id,
  log,
}: QueuesOptions & { id: string; log: Logger }): Promise<Probe> {
  const name = `probe-${id}`
  const trouble = (error: Error) => log.debug({ err: error }, 'probe.trouble')
  let wentThroughAt = Date.now()
  const noteTime = async () => {
    wentThroughAt = Date.now()
  }
  const queue = new Queue(name, { connection, prefix })
  const worker = new Worker(name, noteTime, { connection, prefix })
  queue.on('error', trouble)
  worker.on('error', trouble)
  const send = () =>
    queue.add('probe', {}, { removeOnComplete: true, removeOnFail: true, jobId: 'probe' }).catch(trouble)
  await send()
  const timer = setInterval(send, EVERY_MS)

  return {
    ageMs: () => Date.now() - wentThroughAt,
    async close() {
      clearInterval(timer)
      await worker.close(true)
      await queue.obliterate({ force: true }).catch(trouble)
      await queue.close()
    },
  }
}
