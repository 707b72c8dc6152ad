import type { Logger } from '@shopmirror/config'

/** A lost connection causes many errors a second; one line is logged in this time, ms. */
const LOG_EVERY_MS = 10_000

/**
 * For `error` events: without a listener they would end the process, with one line each they would flood the log.
 * `name` is the log event.
 */
export function createErrorLog(log: Logger, name: string): (error: Error) => void {
  let unlogged = 0
  let loggedAt = Number.NEGATIVE_INFINITY
  return (error) => {
    unlogged += 1
    if (performance.now() - loggedAt < LOG_EVERY_MS) return
    log.warn({ err: error, times: unlogged }, name)
    loggedAt = performance.now()
    unlogged = 0
  }
}
