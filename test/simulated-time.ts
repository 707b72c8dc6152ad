/** Simulated time that jumps to the next timer, so that an hour takes only as long as its calls. */
export interface SimulatedTime {
  /** Simulated time since the start, ms. */
  now(): number
  sleep(ms: number): Promise<void>
  /** Resolves when all tasks have ended. `sleep` may only be called inside a task. */
  run(tasks: readonly (() => Promise<void>)[]): Promise<void>
}

interface Sleeper {
  at: number
  wake(): void
}

/** One task runs at a time; the simulated clock does not advance while it runs or waits for real work. */
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
