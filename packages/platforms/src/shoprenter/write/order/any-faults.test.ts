import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ConnectorError } from '../../../contract/errors.ts'
import type { Change, WriteCall, WriteOutcome } from '../../../contract/writes.ts'
import { openWriteShop, type WriteShop } from '../../testing/write-shop.ts'

const RUNS = 150
const REPEATS_MAX = 12
const TIMEOUT_MS = 120_000

let stage: WriteShop
let pushes = 0
beforeAll(async () => {
  stage = await openWriteShop()
})
afterAll(() => stage.close())

const ofCalls = fc.record({
  kind: fc.constantFrom('answerLost', 'error', 'throttle', 'reset', 'garbage'),
  path: fc.constantFrom('orders', 'orders/', 'orderExtend', 'batch', 'currencies'),
})
const ofParts = fc.record({
  kind: fc.constantFrom('batchTimeout', 'batchThrottle', 'batchError'),
  path: fc.constantFrom('order', 'orderTotals', 'orderProducts', 'productExtend'),
})
const fault = fc
  .tuple(fc.oneof(ofCalls, ofParts), fc.nat({ max: 8 }))
  .map(([of, after]) => ({ ...of, after, count: 1 }) as const)

function newChange(): Change<'order.create'> {
  const variants = stage.world.products.ids().slice(0, 3)
  return {
    pushId: `psh_any_${pushes++}`,
    target: {
      ...{ id: null, ownId: null, customerId: null },
      variants: variants.map((id) => ({
        ...{ variantId: stage.ids.product(id), productId: stage.ids.product(id), inventoryItemId: null },
        ...{ sku: null, price: null },
      })),
    },
    payload: {
      ...{ status: 'Fizetve', email: `any${pushes}@example.com` },
      lines: variants.map((_id, index) => ({ variant: {}, quantity: index + 1, price: '1270', tax_rate: '27' })),
    },
  }
}

/** Orders of the push that somebody in the shop sees. */
function visible({ pushId }: Change<'order.create'>) {
  return [...stage.shop.api.formats.records.orders].flatMap(([number, { externalInfo }]) => {
    const order = stage.world.orders.get(number)
    return externalInfo?.partner_order_id === pushId && order && order.status !== null ? [order] : []
  })
}

function expectWhole(change: Change<'order.create'>): void {
  const admin = new Map(stage.shop.adminOrders().map((order) => [order.innerId, order]))
  for (const { id, lines } of visible(change)) {
    expect(lines.map(({ quantity }) => quantity).sort()).toEqual([1, 2, 3])
    expect(admin.get(String(id))).toMatchObject({ isShownProperly: true, total: '7620.0000' })
  }
}

async function sendOnce(
  change: Change<'order.create'>,
  repeat?: WriteCall['repeat'],
): Promise<WriteOutcome | 'unsent'> {
  try {
    return (await stage.send('order.create', change, repeat)) ?? expect.fail('no outcome')
  } catch (error) {
    // As the sender takes it: nothing was carried out by this call.
    if (error instanceof ConnectorError && error.kind !== 'permanent') return 'unsent'
    throw error
  }
}

test(
  'whatever fails, and how often: nobody sees half an order, and it ends as one',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 6 }), async (faults) => {
        const change = newChange()
        stage.mend()
        for (const each of faults) stage.break(each)
        const firstSentAt = new Date(Date.now() - 60_000)
        let outcome = await sendOnce(change)
        let isSent = outcome !== 'unsent'
        for (let count = 0; isOpen(outcome) && count < REPEATS_MAX; count++) {
          expectWhole(change)
          outcome = await sendOnce(change, isSent ? { firstSentAt } : undefined)
          isSent ||= outcome !== 'unsent'
        }
        expect(outcome).toMatchObject({ kind: 'done' })
        expect(visible(change).map(({ id }) => ({ kind: 'done', id: stage.ids.order(id) }))).toEqual([outcome])
        expectWhole(change)
      }),
      { numRuns: RUNS },
    )
  },
  TIMEOUT_MS,
)

function isOpen(outcome: WriteOutcome | 'unsent'): boolean {
  return outcome === 'unsent' || outcome.kind === 'unknown' || outcome.kind === 'begun'
}
