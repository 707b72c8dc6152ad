import type { Delivery } from './delivery.ts'

/** Worked on at once: while one group waits for Postgres another is read. */
const GROUPS_AT_ONCE = 2
/** Of one group; what comes in one job is never split. */
const GROUP_DELIVERIES_MAX = 500

export type Gather = (deliveries: Delivery[]) => Promise<void>

interface Group {
  deliveries: Delivery[]
  done: PromiseWithResolvers<void>
}

/**
 * While deliveries are worked on, those of other jobs gather and go as one group: few statements whether a second brings
 * ten jobs or a thousand. Each caller learns what became of the group that its deliveries went with.
 */
export function createGather(work: Gather): Gather {
  const waiting: Group[] = []
  let working = 0

  const next = async (): Promise<void> => {
    working += 1
    for (let group = waiting.shift(); group; group = waiting.shift())
      await work(group.deliveries).then(group.done.resolve, group.done.reject)
    working -= 1
  }

  return (deliveries) => {
    const last = waiting.at(-1)
    const hasRoom = last && last.deliveries.length + deliveries.length <= GROUP_DELIVERIES_MAX
    const group = hasRoom ? last : { deliveries: [], done: Promise.withResolvers<void>() }
    if (!hasRoom) waiting.push(group)
    group.deliveries.push(...deliveries)
    if (working < GROUPS_AT_ONCE) void next()
    return group.done.promise
  }
}
