import type { Change } from '@shopmirror/platforms'
import { type Merged, mergeWith, type Pushes } from './merged.ts'

/** Platforms take no larger change. */
const DELTA_MAX = 1_000_000_000

/**
 * The newest quantity supersedes the older ones. Where a push expects what the one before it sets, both are one change
 * that expects what the first expects. One that expects anything else has to be sent after the older ones.
 */
export function mergeQuantities(pushes: Pushes): Merged {
  return mergeWith<'inventory.set'>(pushes, (merged, next) => {
    const { expected, ...payload } = next.payload
    if (expected === undefined) return next
    if (expected !== merged.payload.quantity) return null
    return { target: next.target, payload: { ...payload, ...expectedOf(merged) } }
  })
}

/** Changes add up. What expects a quantity has to be sent after those before it. */
export function mergeDeltas(pushes: Pushes): Merged {
  return mergeWith<'inventory.adjust'>(pushes, (merged, next) => {
    const delta = merged.payload.delta + next.payload.delta
    if (next.payload.expected !== undefined || Math.abs(delta) > DELTA_MAX) return null
    return { target: next.target, payload: { ...next.payload, delta, ...expectedOf(merged) } }
  })
}

function expectedOf({ payload: { expected } }: Change<'inventory.set' | 'inventory.adjust'>): { expected?: number } {
  return expected === undefined ? {} : { expected }
}
