import type { Fault } from '@shopmirror/sandbox'
import { startSync, waitForRun } from '@shopmirror/scripts/journey.ts'
import { expect, test } from 'vitest'
import type { Target } from './kill-cases.ts'

const kinds = ['error', 'garbage', 'truncate', 'reset', 'html', 'throttle'] as const

/** Declares a test of the connected shop. `where`: the share of the requests, 0–1, that get each kind, and which ones. */
export function testBadAnswers(target: Target, where: Pick<Fault, 'share' | 'path'>): void {
  const { system, expectation, domain } = target
  const { sandbox } = system

  test('a platform that answers 500, garbage, half, nothing or a page of HTML now and then: the run ends equal', async () => {
    const often = kinds.map((kind) => ({ kind, shop: domain, ...where }))
    sandbox.faults.set(...often, { kind: 'unauthorized', count: 1 })
    const world = expectation.worldOf(sandbox, domain)
    for (const id of world.placedOrders().slice(0, 200)) world.updateOrder(id, { comment: 'changed' })
    await waitForRun(system, await startSync(system, target.shopId, { type: 'full' }))
    expect(await system.differences(domain, target.shopId)).toBe('')
  })
}
