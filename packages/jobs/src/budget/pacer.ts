import { setTimeout as pause } from 'node:timers/promises'

/** Shops not called for this long are forgotten, ms. */
const FORGET_MS = 60_000

/** Keeps a minimum distance between the calls of one process under the same key. */
export interface Pacer {
  /**
   * Waits until a call under this key may go out: the one before it has been written, `gapMs` ago. Resolves with what has to
   * be called once this one is written, or will not be; until then no other goes out. Rejects when `signal` fires.
   */
  turn(request: { key: string; gapMs: number; signal?: AbortSignal | undefined }): Promise<() => void>
}

export interface PacerClock {
  /** Monotonic, ms. */
  now(): number
  sleep(ms: number, signal: AbortSignal | undefined): Promise<unknown>
}

interface LastCall {
  /** When it was let go and, once it is known, when it was written. */
  at: number
  written: Promise<void>
}

const systemClock: PacerClock = {
  now: () => performance.now(),
  sleep: (ms, signal) => pause(ms, undefined, { signal }),
}

/**
 * The budget reserves points in time, but calls are late: timers are, a connection has to be opened, the process is busy. A
 * late call would be followed too soon by a punctual one, so a process also keeps the distance from when a call was written.
 */
export function createPacer({ now, sleep }: PacerClock = systemClock): Pacer {
  const lastCalls = new Map<string, LastCall>()
  let sweptAt = now()

  const sweep = () => {
    if (now() - sweptAt <= FORGET_MS) return
    sweptAt = now()
    for (const [key, { at }] of lastCalls) if (now() - at > FORGET_MS) lastCalls.delete(key)
  }

  return {
    async turn({ key, gapMs, signal }) {
      sweep()
      const before = lastCalls.get(key)
      const { promise: written, resolve } = Promise.withResolvers<void>()
      const call = { at: now(), written }
      lastCalls.set(key, call)
      const end = () => {
        call.at = now()
        resolve()
      }
      try {
        await before?.written
        // Rounded up: a timer that fires early would be too soon.
        const waitMs = Math.ceil((before?.at ?? Number.NEGATIVE_INFINITY) + gapMs - now())
        if (waitMs > 0) await sleep(waitMs, signal)
      } catch (error) {
        call.at = before?.at ?? call.at
        resolve()
        throw error
      }
      return once(end)
    },
  }
}

function once(action: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) action()
    isDone = true
  }
}
