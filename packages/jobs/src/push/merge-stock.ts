import type { Change, InventorySet } from '@shopmirror/platforms'

/** A push of stock that waits to be sent. */
export interface WaitingStock {
  id: string
  payload: InventorySet
  target: Change<'inventory.set'>['target']
}

/** One change for a push and for those it supersedes. */
export interface MergedStock {
  id: string
  supersedes: string[]
  change: Change<'inventory.set'>
}

/**
 * The next change of one item at one location: the newest quantity supersedes the older ones. Where a push expects what
 * the one before it sets, both are one change that expects what the first expects. One that expects anything else has
 * to be sent after the older ones, which therefore come first. `pushes` are in their order; there is at least one.
 */
export function mergeStock(pushes: readonly [WaitingStock, ...WaitingStock[]]): MergedStock {
  const [first, ...later] = pushes
  return later.reduce((merged, next) => (merged.isEnd ? merged : append(merged, next)), {
    ...toMerged(first),
    isEnd: false,
  })
}

type Merging = MergedStock & { isEnd: boolean }

function append(merged: Merging, next: WaitingStock): Merging {
  const { expected, ...payload } = next.payload
  const supersedes = [...merged.supersedes, merged.id]
  if (expected === undefined) return { ...toMerged(next), supersedes, isEnd: false }
  if (expected !== merged.change.payload.quantity) return { ...merged, isEnd: true }
  const first = merged.change.payload.expected
  const change = { target: next.target, payload: { ...payload, ...(first !== undefined && { expected: first }) } }
  return { id: next.id, supersedes, change, isEnd: false }
}

function toMerged({ id, target, payload }: WaitingStock): MergedStock {
  return { id, supersedes: [], change: { target, payload } }
}
