import type { CallMeter } from '../context.ts'

/** Reads a cumulative meter in increments. */
export interface Spending {
  /** What was counted since the previous `take`. */
  take(): CallMeter
}

/** `meter` must only grow. */
export function createSpending(meter: Readonly<CallMeter>): Spending {
  let counted: CallMeter = { requests: 0, throttled: 0, waitedMs: 0 }
  return {
    take() {
      const before = counted
      counted = { ...meter }
      return {
        requests: counted.requests - before.requests,
        throttled: counted.throttled - before.throttled,
        waitedMs: counted.waitedMs - before.waitedMs,
      }
    },
  }
}
