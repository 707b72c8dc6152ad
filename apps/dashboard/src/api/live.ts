import type { QueryClient } from '@tanstack/react-query'
import { urgencyOf } from './affected-queries.ts'
import { apiPath } from './base.ts'
import { setConnection } from './connection.ts'
import { type Change, changesOf, createEventReader, type LiveEvent } from './live-events.ts'

/** Changes of what moves are collected for this long, ms: it is at most a second old. */
const AT_ONCE_MS = 150
/** Lists and numbers are read again at most this often, ms. */
const SOON_MS = 2_000
/** Without live events everything that is shown is read again this often, ms. */
const POLL_MS = 10_000
/** The server sends something every 15 s; after this long without anything the connection is dead, ms. */
const SILENCE_MS = 40_000
/** Before the next connection, unless the server says how long, ms. */
const RETRY_MS = { first: 1_000, most: 15_000 }
/** While nobody is signed in, ms. */
const SIGNED_OUT_MS = 30_000

/**
 * Reads again what changes on the server while it is shown. While there are no live events, it asks from time to time.
 * Returns what ends it.
 */
export function followLive(queries: QueryClient): () => void {
  const ending = new AbortController()
  const invalidator = createInvalidator(queries)
  let position: string | undefined
  let poll: ReturnType<typeof setInterval> | undefined
  const setLive = (isLive: boolean) => {
    clearInterval(poll)
    poll = isLive ? undefined : setInterval(() => void queries.invalidateQueries(), POLL_MS)
  }

  const take = (message: LiveEvent) => {
    if (message.id !== undefined) position = message.id
    if (message.event === 'changes') invalidator.add(changesOf(message))
    if (message.event === 'reset') void queries.invalidateQueries()
    if (message.event === 'live') setLive((message.data as { live?: boolean }).live !== false)
  }

  async function run(): Promise<void> {
    for (let failures = 0; !ending.signal.aborted; ) {
      const { waitMs, hasBegun } = await connect({ position, signal: ending.signal, take, onOpen: () => setLive(true) })
      if (ending.signal.aborted) return
      setLive(false)
      failures = hasBegun ? 0 : failures + 1
      await pause(waitMs ?? Math.min(RETRY_MS.first * 2 ** failures, RETRY_MS.most), ending.signal)
    }
  }

  void run()
  return () => {
    ending.abort()
    invalidator.stop()
    clearInterval(poll)
  }
}

interface ConnectOptions {
  position: string | undefined
  signal: AbortSignal
  take(message: LiveEvent): void
  onOpen(): void
}

/** Resolves when the connection has ended, with how long to wait if that is known. */
async function connect({ position, signal, take, onOpen }: ConnectOptions) {
  const silence = createSilence()
  let waitMs: number | undefined
  let hasBegun = false
  try {
    const response = await fetch(`${apiPath}/api/v1/events`, {
      credentials: 'same-origin',
      cache: 'no-store',
      headers: position === undefined ? {} : { 'last-event-id': position },
      signal: AbortSignal.any([signal, silence.signal]),
    })
    if (!response.ok || !response.body) return { waitMs: waitAfter(response), hasBegun }
    hasBegun = true
    onOpen()
    setConnection('connected')
    const read = createEventReader()
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      silence.heard()
      for (const message of read(text)) {
        waitMs = message.retry ?? waitMs
        take(message)
      }
    }
  } catch {
    // The network is gone or the server ended: the next connection finds out.
    if (!hasBegun && !signal.aborted) setConnection('cut-off')
  } finally {
    silence.stop()
  }
  return { waitMs, hasBegun }
}

function waitAfter(response: Response): number | undefined {
  if (response.status === 401 || response.status === 403) return SIGNED_OUT_MS
  const seconds = Number(response.headers.get('retry-after'))
  return seconds > 0 ? seconds * 1_000 : undefined
}

/** Aborts when nothing was heard for too long, as after a computer has slept. */
function createSilence() {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const heard = () => {
    clearTimeout(timer)
    timer = setTimeout(() => controller.abort(), SILENCE_MS)
  }
  heard()
  return { signal: controller.signal, heard, stop: () => clearTimeout(timer) }
}

/** Reads queries again whose answers changed: what moves at once, the rest together a little later. */
function createInvalidator(queries: QueryClient) {
  const waiting = { 'at-once': new Set<string>(), soon: new Set<string>() }
  const timers: Partial<Record<keyof typeof waiting, ReturnType<typeof setTimeout>>> = {}
  const flush = (urgency: keyof typeof waiting) => {
    timers[urgency] = undefined
    const hashes = new Set(waiting[urgency])
    waiting[urgency].clear()
    void queries.invalidateQueries({ predicate: ({ queryHash }) => hashes.has(queryHash) }, { cancelRefetch: false })
  }
  const schedule = (urgency: keyof typeof waiting) => {
    timers[urgency] ??= setTimeout(() => flush(urgency), urgency === 'soon' ? SOON_MS : AT_ONCE_MS)
  }
  return {
    add(changes: readonly Change[]) {
      for (const { queryHash, queryKey } of queries.getQueryCache().getAll()) {
        for (const change of changes) {
          const urgency = urgencyOf(String(queryKey[0]), change)
          if (urgency === 'never') continue
          waiting[urgency].add(queryHash)
          schedule(urgency)
        }
      }
    },
    stop: () => Object.values(timers).forEach(clearTimeout),
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
