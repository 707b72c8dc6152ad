import { setTimeout as pause } from 'node:timers/promises'
import type { Part, PartName } from './cluster.ts'

/** How long a killed part stays away, ms: about what it takes to be noticed and started again. */
const AWAY_MS = 1_000
/** Acknowledgements are outside of an outage when both doors have been open for this long, ms. */
const SETTLED_AFTER_MS = 1_000
const ORDER = ['worker', 'api', 'redis', 'postgres'] as const
/** Without these nothing is acknowledged, or only by the other way. */
const DOORS: readonly PartName[] = ['api', 'redis']

export interface Kills {
  count(): number
  /** Whether a part that acknowledgements need is away, or was until a moment ago. */
  isOutage(): boolean
  /** Resolves when everything that was killed is back. Throws when a part does not come back. */
  stop(): Promise<void>
}

/** Kills one part after the other, with SIGKILL. */
export function startKills(parts: Record<PartName, Part>, everyMs: number, log: (line: string) => void): Kills {
  const stopping = new AbortController()
  let count = 0
  let outageEndsAt = 0

  const killOne = async (name: PartName) => {
    const isDoor = DOORS.includes(name)
    if (isDoor) outageEndsAt = Number.POSITIVE_INFINITY
    const startedAt = performance.now()
    await parts[name].kill()
    count += 1
    await pause(AWAY_MS)
    await parts[name].restart()
    log(`killed ${name}, back after ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`)
    if (isDoor) outageEndsAt = performance.now() + SETTLED_AFTER_MS
  }
  const run = async () => {
    for (let turn = 0; ; turn += 1) {
      const isStopped = await pause(everyMs, false, { signal: stopping.signal }).catch(() => true)
      if (isStopped) return
      await killOne(ORDER[turn % ORDER.length] ?? 'worker')
    }
  }
  const running = run()
  // Thrown by `stop`.
  running.catch(() => undefined)
  return {
    count: () => count,
    isOutage: () => performance.now() < outageEndsAt,
    async stop() {
      stopping.abort()
      await running
    },
  }
}
