import { constants } from 'node:os'

type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

/**
 * Ctrl-C reaches this process twice, from the terminal and from its parent; a second signal within this time is
 * ignored, ms.
 */
const REPEATED_SIGNAL_MS = 1_000

/**
 * Calls `stop` once on a signal, or when the parent process has ended, and then exits. A later second signal exits at
 * once.
 */
export function onShutdown(stop: () => Promise<void>): void {
  let askedAt = 0
  const ask = async (signal: StopSignal) => {
    const code = 128 + constants.signals[signal]
    if (askedAt > 0) {
      if (Date.now() - askedAt > REPEATED_SIGNAL_MS) process.exit(code)
      return
    }
    askedAt = Date.now()
    await stop().catch((error: unknown) => process.stderr.write(`${error}\n`))
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
  process.once('disconnect', () => ask('SIGTERM'))
  // The listener must not keep a finished script alive.
  process.channel?.unref()
}
