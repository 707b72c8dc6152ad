import { RateLimitedError, type WriteOutcome } from '@shopmirror/platforms'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { sendPushes } from '../src/push/send-pushes.ts'
import { createStage } from './context.ts'
import { createOrderPlatform, createOrderShop, type OrderShop } from './order-shop.ts'

const OWN_IDS = ['ERP-1', 'ERP-2', 'ERP-3']
/** What ends the calls of one run of the sender, and where. */
const endings = ['answered', 'lost', 'begun', 'throttled', 'killed_before', 'killed_middle', 'killed_after'] as const
type Ending = (typeof endings)[number]

type Step = { kind: 'create' | 'change'; own: string } | { kind: 'send'; ending: Ending }

const own = fc.constantFrom(...OWN_IDS)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('create' as const), own }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('change' as const), own }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('send' as const), ending: fc.constantFrom(...endings) }) },
)

class Killed extends Error {}

const outcomes: Partial<Record<`${Ending} ${string}`, WriteOutcome>> = {
  'lost after': { kind: 'unknown', message: 'lost' },
  'begun middle': { kind: 'begun', message: 'rate limited' },
}

/** The last change was resolved, and sent, before the one that still waited behind the refused second create. */
const overtaking: Step[] = [
  { kind: 'create', own: 'ERP-2' },
  { kind: 'create', own: 'ERP-2' },
  { kind: 'change', own: 'ERP-2' },
  { kind: 'send', ending: 'killed_after' },
  { kind: 'change', own: 'ERP-2' },
]

/** The worker was killed in the middle of each attempt of the first create, so that it failed; then comes a second one. */
const givenUpInTheMiddle: Step[] = [
  { kind: 'create', own: 'ERP-2' },
  ...Array.from({ length: 6 }, (): Step => ({ kind: 'send', ending: 'killed_middle' })),
  { kind: 'create', own: 'ERP-2' },
  { kind: 'change', own: 'ERP-2' },
]

function breakCalls(shop: OrderShop, ending: Ending): void {
  shop.at = (place) => {
    if (ending === `killed_${place}`) throw new Killed()
    if (ending === 'throttled' && place === 'before') throw new RateLimitedError('Rate limited.', { retryAfterMs: 1 })
    return outcomes[`${ending} ${place}`]
  }
}

test('whatever happens between them, each order is created once and ends as its last change wants it', {
  timeout: 240_000,
}, async () => {
  const shop = createOrderShop()
  const clock = { now: new Date() }
  const stage = await createStage({ platforms: [createOrderPlatform(shop, () => clock.now)], now: () => clock.now })
  onTestFinished(() => stage[Symbol.asyncDispose]())
  const { context } = stage

  const check = async (steps: readonly Step[]) => {
    const { id: shopId } = await stage.connectShop('paper')
    shop.objects.clear()
    const send = async (ending: Ending) => {
      breakCalls(shop, ending)
      await sendPushes.run({ shopId }, context, stage.attempt()).catch((error: unknown) => {
        if (!(error instanceof Killed) && !(error instanceof RateLimitedError)) throw error
      })
      clock.now = new Date(clock.now.getTime() + 60_000)
    }
    const accept = (key: string, { kind, own: ownId }: Exclude<Step, { kind: 'send' }>) =>
      context.db.pushes.accept(shopId, [
        {
          ...{ key, kind: kind === 'create' ? 'order.create' : 'order.update', entity: 'orders' },
          object: { own_id: ownId },
          payload: kind === 'create' ? { lines: [{ title: 'Pen', quantity: 1, price: '3' }] } : { note: key },
        },
      ])

    for (const [index, each] of steps.entries())
      await (each.kind === 'send' ? send(each.ending) : accept(String(index).padStart(3, '0'), each))
    for (let run = 0; run < 5; run++) await send('answered')
    // What its user does about a create that was given up.
    const givenUp = await context.db.pushes.list({ accountId: null, shopId, status: 'failed', limit: 100 })
    const ids = givenUp.flatMap(({ id, errorCode }) => (errorCode === 'not_carried_out' ? id : []))
    if (ids.length > 0) await context.db.pushes.retry({ accountId: null, ids })
    await send('answered')

    const pushes = await context.db.pushes.list({ accountId: null, shopId, limit: 100 })
    for (const { status } of pushes) expect(['completed', 'superseded', 'failed']).toContain(status)
    for (const ownId of OWN_IDS) {
      const ofOrder = pushes.filter(({ object }) => object.own_id === ownId)
      const ids = ofOrder.map(({ id }) => id)
      const created = [...shop.objects.values()].filter(({ createdBy }) => ids.includes(createdBy))
      const isWanted = ofOrder.some(({ kind }) => kind === 'order.create')
      expect(created.map(({ isComplete }) => isComplete)).toEqual(isWanted ? [true] : [])
      const done = ofOrder.filter(({ kind, status }) => kind === 'order.update' && status === 'completed')
      expect(created[0]?.fields.note).toBe(
        done
          .map(({ key }) => key)
          .sort()
          .at(-1),
      )
    }
  }

  const property = fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 16 }), check)
  await fc.assert(property, { numRuns: 60, examples: [[overtaking], [givenUpInTheMiddle]] })
})
