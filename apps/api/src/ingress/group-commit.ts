import type { Delivery } from '@shopmirror/jobs'

/** Of one group: what one statement of the worker takes well. */
export const GROUP_DELIVERIES_MAX = 200
/** Characters of base64. A delivery that is larger goes alone. */
export const GROUP_CHARACTERS_MAX = 4 * 2 ** 20
/** Waiting in memory while databases are slow; more is refused, so that the platform comes again. */
export const WAITING_CHARACTERS_MAX = 64 * 2 ** 20

/** There is no room, or no database took it: the platform has to come again. */
export class InboxUnavailableError extends Error {
  override readonly name = 'InboxUnavailableError'
}

export interface GroupCommit {
  /** Resolves when the delivery is on disk; rejects with `InboxUnavailableError`. */
  add(delivery: Delivery): Promise<void>
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>
}

interface Group {
  deliveries: Delivery[]
  characters: number
  done: PromiseWithResolvers<void>
}

/**
 * While one group is being written the next deliveries gather and go as the next one; when nothing is being written, a
 * delivery waits for nothing.
 */
export function createGroupCommit(write: (deliveries: Delivery[]) => Promise<void>): GroupCommit {
  const waiting: Group[] = []
  let waitingCharacters = 0
  let writing: Promise<void> | null = null

  const openGroup = (characters: number): Group => {
    const last = waiting.at(-1)
    if (last && last.deliveries.length < GROUP_DELIVERIES_MAX && last.characters + characters <= GROUP_CHARACTERS_MAX)
      return last
    const group: Group = { deliveries: [], characters: 0, done: Promise.withResolvers() }
    waiting.push(group)
    return group
  }
  const drain = async () => {
    for (let group = waiting.shift(); group; group = waiting.shift()) {
      await write(group.deliveries).then(group.done.resolve, group.done.reject)
      waitingCharacters -= group.characters
    }
    writing = null
  }

  return {
    add(delivery) {
      const characters = delivery.body.length
      if (waitingCharacters + characters > WAITING_CHARACTERS_MAX)
        return Promise.reject(new InboxUnavailableError('Too much waits to be written.'))
      const group = openGroup(characters)
      group.deliveries.push(delivery)
      group.characters += characters
      waitingCharacters += characters
      writing ??= drain()
      return group.done.promise
    },
    async idle() {
      while (writing) await writing
    },
  }
}
