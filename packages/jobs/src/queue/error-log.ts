import type { Logger } from '@shopmirror/config'

/** A lost connection is tried again many times a second by everything that uses it: one line in this time says so, ms. */
const QUIET_MS = 10_000

/** For `error` events: without a listener they would end the process, with one line each they would bury the log. */
export function createTroubleLog(log: Logger, name: string): (error: Error) => void {
  let untold = 0
  let saidAt = Number.NEGATIVE_INFINITY
  return (error) => {
    untold += 1
    if (performance.now() - saidAt < QUIET_MS) return
    log.warn({ err: error, times: untold }, name)
    saidAt = performance.now()
    untold = 0
  }
}
