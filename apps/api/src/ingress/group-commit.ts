import type { Arrival } from '@shopmirror/jobs'

/** Deliveries in one batch: a good size for one statement of the worker. */
export const GROUP_DELIVERIES_MAX = 200
/** Total size of the bodies in one batch. A larger delivery is a batch of one. */
export const GROUP_BYTES_MAX = 4 * 2 ** 20
/** Total size of waiting deliveries. Beyond it they are refused, so that the platform retries them. */
export const WAITING_BYTES_MAX = 64 * 2 ** 20

/** Too many deliveries are waiting, or neither database accepted the batch: the platform must retry. */
export class InboxUnavailableError extends Error {
  override readonly name = 'InboxUnavailableError'
}

/** Writes deliveries in batches: while one batch is being written, the next is collected. */
export interface GroupCommit {
  /** Resolves when the delivery is on disk; rejects with `InboxUnavailableError`. */
  add(arrival: Arrival): Promise<void>
  /** Resolves when all deliveries have been written. */
  idle(): Promise<void>
}

interface Group {
  arrivals: Arrival[]
  bytes: number
  done: PromiseWithResolvers<void>
}

/**
 * While one batch is being written, the next deliveries are collected and then written together. When nothing is being
 * written, a delivery is written at once.
 */
export function createGroupCommit(write: (arrivals: Arrival[]) => Promise<void>): GroupCommit {
  const waiting: Group[] = []
  let waitingBytes = 0
  let writing: Promise<void> | null = null

  const openGroup = (bytes: number): Group => {
    const last = waiting.at(-1)
    if (last && last.arrivals.length < GROUP_DELIVERIES_MAX && last.bytes + bytes <= GROUP_BYTES_MAX) return last
    const group: Group = { arrivals: [], bytes: 0, done: Promise.withResolvers() }
    waiting.push(group)
    return group
  }
  const drain = async () => {
    for (let group = waiting.shift(); group; group = waiting.shift()) {
      await write(group.arrivals).then(group.done.resolve, group.done.reject)
      waitingBytes -= group.bytes
    }
    writing = null
  }

  return {
    add(arrival) {
      const bytes = arrival.body.length
      if (waitingBytes + bytes > WAITING_BYTES_MAX)
        return Promise.reject(new InboxUnavailableError('Too many deliveries are waiting to be written.'))
      const group = openGroup(bytes)
      group.arrivals.push(arrival)
      group.bytes += bytes
      waitingBytes += bytes
      writing ??= drain()
      return group.done.promise
    },
    async idle() {
      while (writing) await writing
    },
  }
}
