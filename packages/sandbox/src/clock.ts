/** The sandbox's time: the machine's, moved by tests. */
export interface Clock {
  now(): number
  advance(ms: number): void
}

export function createClock(): Clock {
  let offset = 0
  return {
    now: () => Date.now() + offset,
    advance(ms) {
      offset += ms
    },
  }
}
