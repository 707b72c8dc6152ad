import type { ServerResponse } from 'node:http'
import type { CatchUp } from './catch-up.ts'
import type { FeedEntry } from './feed.ts'
import { toChanges, toMessage, toRetry } from './messages.ts'

/** What may wait for a reader that does not read, bytes; then it is cut and may come back. */
const BUFFER_MAX = 256 * 1_024

/** Why the server ended a connection. */
export type CutReason = 'slow' | 'signed_out' | 'shutdown'

/** One reader of live events. */
export interface Connection {
  /** Keeps proxies and the reader from giving up, and moves the reader's position. */
  ping(id: string | null): void
  /** The reader may come back after `retryMs`. */
  cut(reason: CutReason, retryMs: number): void
}

/** `scope`: the account whose changes are sent; `null`: all. */
export interface ConnectionOptions {
  /** Its head is written. */
  response: ServerResponse
  caughtUp: CatchUp
  scope: string | null
  onSent(): void
  onCut(reason: CutReason): void
}

/** Sends where the reader is, what it missed, and then every change, until the reader is gone or cut. */
export function openConnection({ response, caughtUp, scope, onSent, onCut }: ConnectionOptions): Connection {
  const isOver = () => response.writableEnded || response.destroyed
  const send = (text: string) => {
    if (isOver()) return
    if (response.writableLength > BUFFER_MAX) return cut('slow')
    response.write(text)
    onSent()
  }
  const sendChanges = (entries: readonly FeedEntry[]) => {
    const text = toChanges(entries, scope)
    if (text) send(text)
  }

  const { missed, position } = caughtUp
  response.once('close', caughtUp.stop)
  send(toMessage({ event: missed ? 'hello' : 'reset', id: position, data: {} }))
  caughtUp.follow({
    changed: (entry) => sendChanges([entry]),
    reset: (id) => send(toMessage({ event: 'reset', id, data: {} })),
    live: (isLive) => send(toMessage({ event: 'live', data: { live: isLive } })),
  })

  function cut(reason: CutReason, retryMs = 0): void {
    if (isOver()) return
    caughtUp.stop()
    onCut(reason)
    if (reason === 'slow') return void response.destroy()
    response.end(toRetry(retryMs))
  }

  return {
    ping: (id) => send(toMessage({ event: 'ping', ...(id !== null && { id }), data: {} })),
    cut,
  }
}
