import { setTimeout as pause } from 'node:timers/promises'

export interface UntilOptions {
  /** Default 10,000. */
  timeoutMs?: number
  /** Between two looks; default 20. */
  intervalMs?: number
  /** Said when the time is up. */
  message?: string
}

type Found<T> = Exclude<T, false | null | undefined>

/**
 * Waits until `look` gives something other than `false`, `null` or `undefined`, and returns it. A look that throws
 * counts as not yet; its last error is the cause of the one thrown when the time is up.
 */
export async function until<T>(look: () => T | Promise<T>, options: UntilOptions = {}): Promise<Found<T>> {
  const { timeoutMs = 10_000, intervalMs = 20, message = look.toString() } = options
  const deadline = Date.now() + timeoutMs
  let cause: unknown

  for (;;) {
    try {
      const found = await look()
      if (isFound(found)) return found
      cause = undefined
    } catch (error) {
      cause = error
    }
    if (Date.now() >= deadline) throw new Error(`Not within ${timeoutMs} ms: ${message}`, { cause })
    await pause(intervalMs)
  }
}

function isFound<T>(value: T): value is Found<T> {
  return value !== false && value !== null && value !== undefined
}
