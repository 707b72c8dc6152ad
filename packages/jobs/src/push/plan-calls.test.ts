import type { OpenPush } from '@shopmirror/db'
import type { WriteCapabilities } from '@shopmirror/platforms'
import { expect, test } from 'vitest'
import { planCalls } from './plan-calls.ts'

const writes = { 'inventory.set': { changesPerCall: 3 } } as unknown as WriteCapabilities

function stock(count: number): OpenPush[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ id: `psh_${index}`, seq: index, kind: 'inventory.set', entity: 'inventory', object: {} },
    ...{ payload: { quantity: index }, target: {}, objectKey: `stock/${index}`, attempts: 0 },
    ...{ attemptKey: null, attemptAt: null, firstSentAt: null, attemptRequest: null, traceContext: null },
  }))
}

const sizes = (count: number, moreFollow: boolean) =>
  planCalls(stock(count), { writes }, { moreFollow }).map(({ merged }) => merged.length)

test('the last call has what is left', () => {
  expect(sizes(7, false)).toEqual([3, 3, 1])
})

test('a call that is not full waits for the pushes that follow, unless it is the only one', () => {
  expect(sizes(7, true)).toEqual([3, 3])
  expect(sizes(6, true)).toEqual([3, 3])
  expect(sizes(2, true)).toEqual([2])
})
