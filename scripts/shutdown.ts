import { constants } from 'node:os'

type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

/** Ctrl-C reaches this process from the terminal and again from its parent; what comes this soon after is the same wish. */
const SAME_WISH_MS = 1_000

/**
 * Calls `stop` once when this process is asked to end, or when the one that started it is gone, and then exits. Asked
 * again a moment later, it exits at once.
 */
export function onShutdown(stop: () => Promise<void>): void {
  let askedAt = 0
  const ask = async (signal: StopSignal) => {
    const code = 128 + constants.signals[signal]
    if (askedAt > 0) {
      if (Date.now() - askedAt > SAME_WISH_MS) process.exit(code)
      return
    }
    askedAt = Date.now()
    await stop().catch((error: unknown) => process.stderr.write(`${error}\n`))
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
  process.once('disconnect', () => ask('SIGTERM'))
  // Listening for the parent's end must not keep a finished script alive.
  process.channel?.unref()
}
