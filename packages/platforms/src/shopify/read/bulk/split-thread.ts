import { MessageChannel, Worker } from 'node:worker_threads'
import { RetryableError } from '../../../contract/errors.ts'
import { broken } from './jsonl.ts'
import type { Counts } from './split.ts'
import type { SplitFailure, SplitInput, SplitOutput, SplitRequest } from './split-worker.ts'

export interface SplitThread {
  /**
   * `splitIntoFiles` in the thread, with the same errors. Chunks are copied and handed over; about 1 MB of them waits at
   * a time. An error of `chunks` ends the split and is thrown. Rejects with `RetryableError` when the thread ends.
   */
  split(chunks: AsyncIterable<Uint8Array>, paths: readonly string[]): Promise<Counts>
}

interface RunningThread {
  worker: Worker
  /** Rejects the splits in progress. */
  rejects: Set<(error: Error) => void>
}

/**
 * A thread that splits results, so that webhooks and other jobs do not wait for it. It is started by the first split,
 * and by the next one after it ended. It keeps the process alive only while it splits.
 */
export function createSplitThread(file = new URL('./split-worker.ts', import.meta.url)): SplitThread {
  let running: RunningThread | null = null

  function start(): RunningThread {
    // Flags of this process may be wrong for the thread: --input-type and --eval end it.
    const worker = new Worker(file, { execArgv: [] })
    const rejects: RunningThread['rejects'] = new Set()
    let cause: unknown
    worker.once('error', (error) => {
      cause = error
    })
    // Not earlier: until then the thread may still write.
    worker.once('exit', (code) => {
      running = null
      for (const reject of rejects) reject(broken(`the thread that splits it ended with code ${code}`, cause))
    })
    return { worker, rejects }
  }

  return {
    async split(chunks, paths) {
      running ??= start()
      return splitIn(running, chunks, paths)
    },
  }
}

async function splitIn(
  { worker, rejects }: RunningThread,
  chunks: AsyncIterable<Uint8Array>,
  paths: readonly string[],
): Promise<Counts> {
  const { port1: port, port2 } = new MessageChannel()
  const { promise, resolve, reject } = Promise.withResolvers<Exclude<SplitOutput, 'next'>>()
  const source = createSource(chunks)
  let sending = Promise.resolve()
  port.on('message', (output: SplitOutput) => {
    if (output === 'next') sending = sending.then(sendNext)
    else resolve(output)
  })

  async function sendNext(): Promise<void> {
    const input = await source.next()
    port.postMessage(input, typeof input === 'string' ? [] : [input.buffer])
  }

  rejects.add(reject)
  worker.ref()
  worker.postMessage({ paths, port: port2 } satisfies SplitRequest, [port2])
  try {
    const outcome = await promise
    source.throwIfFailed()
    if ('failure' in outcome) throw toError(outcome.failure)
    return outcome.counts
  } finally {
    rejects.delete(reject)
    if (rejects.size === 0) worker.unref()
    port.close()
    source.close()
  }
}

/** Chunks as inputs of the thread. They are copied: a chunk may be a view of memory that others use. */
function createSource(chunks: AsyncIterable<Uint8Array>) {
  const iterator = chunks[Symbol.asyncIterator]()
  let failure: { error: unknown } | null = null
  return {
    async next(): Promise<SplitInput & (Uint8Array<ArrayBuffer> | string)> {
      try {
        const { done, value } = await iterator.next()
        return done ? 'end' : new Uint8Array(value)
      } catch (error) {
        failure ??= { error }
        return 'aborted'
      }
    },
    throwIfFailed() {
      if (failure) throw failure.error
    },
    /** Not waited for: a chunk that is being downloaded may take a minute. */
    close() {
      iterator.return?.().catch(() => undefined)
    },
  }
}

function toError({ message, isDamaged, properties }: SplitFailure): Error {
  if (isDamaged) return new RetryableError(message, { platform: 'shopify' })
  return Object.assign(new Error(message), properties)
}
