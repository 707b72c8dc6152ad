import { setImmediate } from 'node:timers/promises'

/** How long a loop may keep the event loop from other work, ms. */
const SLICE_MS = 5

/** For long loops: the function returned gives way to other work when the time slice is used up, else `undefined` at once. */
export function createYield(): () => Promise<void> | undefined {
  let sliceEndsAt = performance.now() + SLICE_MS
  return () => {
    if (performance.now() < sliceEndsAt) return undefined
    return setImmediate().then(() => {
      sliceEndsAt = performance.now() + SLICE_MS
    })
  }
}
