/** A separate process that asks a budget for calls, as its channel says, one task at a time. */

import type { RedisAddress } from '@shopmirror/config'
import type { BudgetPolicy } from '@shopmirror/platforms'
import { connectTo } from '@shopmirror/test/redis.ts'
import { createShopBudget, type Lane } from '../../src/budget/shop-budget.ts'

export interface CallerTask {
  address: RedisAddress
  prefix: string
  key: string
  policy: BudgetPolicy
  calls: { lane: Lane; cost: number }[]
}

process.on('message', async ({ address, prefix, key, policy, calls }: CallerTask) => {
  const redis = connectTo(address)
  const budget = createShopBudget({ redis, prefix })
  // All at once: only the budget makes them wait.
  await Promise.all(calls.map((call) => untilBooked({ key, policy, ...call })))
  redis.disconnect()
  process.send?.('done')

  async function untilBooked(call: Parameters<typeof budget.reserve>[0]): Promise<void> {
    for (;;) {
      const answer = await budget.reserve(call)
      if (answer.booked) return
      await new Promise((resolve) => setTimeout(resolve, answer.retryAfterMs))
    }
  }
})
process.on('disconnect', () => process.exit(0))
