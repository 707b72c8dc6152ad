import { setTimeout as pause } from 'node:timers/promises'

export interface UntilOptions {
  /** Longest wait, ms. Default 10,000. */
  timeoutMs?: number
  /** Polling interval, ms. Default 20. */
  intervalMs?: number
  /** What is waited for; part of the error on a time-out. */
  message?: string
}

type Found<T> = Exclude<T, false | null | undefined>

/**
 * Polls `look` until it returns something other than `false`, `null` or `undefined`, and returns that. An error of
 * `look` counts as not yet; the last one is the cause of the time-out error.
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
