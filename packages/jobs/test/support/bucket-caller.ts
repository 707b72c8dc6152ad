/**
 * A process with some callers, each of which calls a model bucket again and again within the shop's budget, until it is
 * killed.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { RedisAddress } from '@shopmirror/config'
import type { BudgetPolicy } from '@shopmirror/platforms'
import type { BucketAnswer } from '@shopmirror/test/model-bucket.ts'
import { connectTo } from '@shopmirror/test/redis.ts'
import { createShopBudget, type Lane } from '../../src/budget/shop-budget.ts'

export interface BucketTask {
  address: RedisAddress
  prefix: string
  key: string
  policy: BudgetPolicy
  lane: Lane
  callers: number
  cost: number
  bucketUrl: string
}

process.on('message', async (task: BucketTask) => {
  const redis = connectTo(task.address)
  const budget = createShopBudget({ redis, prefix: task.prefix })
  const { key, lane, policy, cost } = task

  const call = async () => {
    const answer = await budget.reserve({ key, cost, lane, policy })
    await pause(answer.booked ? answer.waitMs : answer.retryAfterMs)
    if (!answer.booked) return
    const response = await fetch(`${task.bucketUrl}?cost=${cost}`)
    const reported = (await response.json()) as BucketAnswer
    await budget.learn({ key, policy, signal: { kind: 'level', booking: answer.id, ...reported } })
    if (reported.charged === 0) await budget.learn({ key, policy, signal: { kind: 'throttled' } })
  }
  const repeat = async () => {
    for (;;) await call()
  }
  await Promise.all(Array.from({ length: task.callers }, repeat))
})
process.on('disconnect', () => process.exit(0))
