import { setInterval as ticks } from 'node:timers/promises'
import type { System } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'

/** Between two changes, ms. */
const EVERY_MS = 40

type World = ReturnType<System['sandbox']['world']>

export interface Traffic {
  /** Until so many further changes were made. */
  sent(more: number): Promise<unknown>
  stop(): Promise<void>
}

/** Changes one order after another, each with its webhook. Takes the orders from the iterator. */
export function startTraffic(shop: World, orders: Iterator<number>): Traffic {
  const stopping = new AbortController()
  let count = 0
  const running = (async () => {
    for await (const _tick of ticks(EVERY_MS, undefined, { signal: stopping.signal, ref: false })) {
      const { value, done } = orders.next()
      if (done) throw new Error('There are no more orders to change.')
      shop.changeOrderStatus(value, 'complete')
      count += 1
    }
  })().catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error
  })
  return {
    sent: (more) => {
      const goal = count + more
      return Promise.race([until(() => count >= goal, { timeoutMs: 60_000 }), running])
    },
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
