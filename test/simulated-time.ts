/** Time that jumps to the next moment somebody waits for, so that an hour takes as long as its calls do. */
export interface SimulatedTime {
  /** Milliseconds since it began. */
  now(): number
  sleep(ms: number): Promise<void>
  /** Resolves when all tasks have ended. Only inside of them may `sleep` be called. */
  run(tasks: readonly (() => Promise<void>)[]): Promise<void>
}

interface Sleeper {
  at: number
  wake(): void
}

/** One task runs at a time; the clock stands still while it does, whatever real work it waits for. */
export function createSimulatedTime(): SimulatedTime {
  const sleepers: Sleeper[] = []
  let now = 0
  const next = () => {
    sleepers.sort((one, other) => one.at - other.at)
    const sleeper = sleepers.shift()
    if (!sleeper) return
    now = Math.max(now, sleeper.at)
    sleeper.wake()
  }
  const wait = (at: number) => new Promise<void>((wake) => sleepers.push({ at, wake }))

  return {
    now: () => now,
    sleep(ms) {
      const woken = wait(now + ms)
      next()
      return woken
    },
    async run(tasks) {
      const ended = tasks.map(async (task) => {
        await wait(now)
        await task()
        next()
      })
      next()
      await Promise.all(ended)
    },
  }
}
