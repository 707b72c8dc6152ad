/** What the thread of `split-thread.ts` runs: splits results, several at once, each over a separate port. */
import { on } from 'node:events'
import { type MessagePort, parentPort } from 'node:worker_threads'
import { RetryableError } from '../../../contract/errors.ts'
import { type Counts, splitIntoFiles } from './split.ts'

/** Starts a split of what comes through the port. */
export interface SplitRequest {
  paths: readonly string[]
  port: MessagePort
}

/** The next bytes of the result, its end, or that the rest will not come. */
export type SplitInput = Uint8Array | 'end' | 'aborted'

/** `next` asks for one more input; anything else is the outcome, after which nothing is written. */
export type SplitOutput = 'next' | { counts: Counts } | { failure: SplitFailure }

/** Errors lose their class and properties between threads. */
export interface SplitFailure {
  message: string
  /** The result is damaged; otherwise the properties are those of an error of the operating system. */
  isDamaged: boolean
  properties: Record<string, unknown>
}

/** Inputs on their way or waiting here. A download gives 64 KB at a time. */
const INPUTS_AHEAD = 16

parentPort?.on('message', run)

async function run({ paths, port }: SplitRequest): Promise<void> {
  const outcome = await splitIntoFiles(inputsOf(port), paths).then(
    (counts): SplitOutput => ({ counts }),
    (error): SplitOutput => ({ failure: describe(error) }),
  )
  port.postMessage(outcome)
}

async function* inputsOf(port: MessagePort): AsyncGenerator<Uint8Array, void, undefined> {
  const requestNext = () => port.postMessage('next' satisfies SplitOutput)
  for (let ahead = 0; ahead < INPUTS_AHEAD; ahead++) requestNext()
  for await (const [input] of on(port, 'message') as AsyncIterable<[SplitInput]>) {
    if (input === 'end') return
    if (input === 'aborted') throw new Error('The rest of the result does not come.')
    yield input
    requestNext()
  }
}

/** Without the cause: it may quote the line, and with it a customer. */
function describe(error: Error): SplitFailure {
  return { message: error.message, isDamaged: error instanceof RetryableError, properties: { ...error } }
}
