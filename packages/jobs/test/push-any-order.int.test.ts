import { RateLimitedError, type WriteClass, type WriteOutcome } from '@shopmirror/platforms'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { sendPushes } from '../src/push/send-pushes.ts'
import { createStage } from './context.ts'
import { createStockPlatform, createStockShop, isHidden, type StockShop } from './stock-shop.ts'

const VARIANTS = ['a', 'b', 'c']
/** How the calls of one run of the sender end. */
const endings = ['answered', 'answer_lost', 'killed_before', 'killed_after', 'busy', 'throttled'] as const
type Ending = (typeof endings)[number]

type Step = { kind: 'push'; variant: string } | { kind: 'sale'; variant: string } | { kind: 'send'; ending: Ending }

const variant = fc.constantFrom(...VARIANTS)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('push' as const), variant }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sale' as const), variant }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('send' as const), ending: fc.constantFrom(...endings) }) },
)

class Killed extends Error {}

/** One shop whose pushes each set a quantity of their own, so that a quantity tells which push set it. */
async function setUp(writeClass: WriteClass) {
  const shop = createStockShop({ class: writeClass })
  const clock = { now: new Date() }
  const stage = await createStage({ platforms: [createStockPlatform(shop, () => clock.now)], now: () => clock.now })
  onTestFinished(() => stage[Symbol.asyncDispose]())
  const { context } = stage
  let quantity = 0

  async function connect(): Promise<string> {
    const { id: shopId } = await stage.connectShop('paper')
    const inventory = { enabled: true, intervalMinutes: 0, onConflict: 'hold' as const }
    await context.db.shopSettings.update(shopId, { pushSettings: { inventory } })
    for (const name of VARIANTS)
      await stage.sql`insert into product_variants (shop_id, external_id, raw, content_hash, product_external_id)
        values (${shopId}, ${name}, '{}', '', 'p')`
    shop.levels.clear()
    shop.journal.length = 0
    return shopId
  }

  async function send(shopId: string, ending: Ending): Promise<void> {
    breakCalls(shop, ending)
    await sendPushes.run({ shopId }, context, stage.attempt()).catch((error: unknown) => {
      if (!(error instanceof Killed) && !(error instanceof RateLimitedError)) throw error
    })
    clock.now = new Date(clock.now.getTime() + 60_000)
  }

  async function push(shopId: string, id: string): Promise<number> {
    quantity += 10
    const given = { kind: 'inventory.set', entity: 'inventory', object: { id } }
    await context.db.pushes.accept(shopId, [{ key: `${quantity}`, ...given, payload: { quantity, location: 'main' } }])
    return quantity
  }

  return {
    shop,
    /** In a new shop. Answers which quantities were pushed, by variant, and what became of the pushes. */
    async play(steps: readonly Step[]) {
      const shopId = await connect()
      const pushed = new Map<string, number[]>(VARIANTS.map((name) => [name, []]))
      for (const each of steps) {
        if (each.kind === 'send') await send(shopId, each.ending)
        if (each.kind === 'sale') shop.sell(`${each.variant}@main`)
        if (each.kind === 'push') pushed.get(each.variant)?.push(await push(shopId, each.variant))
      }
      for (let attempt = 0; attempt < 3; attempt++) await send(shopId, 'answered')
      return { pushed, pushes: await context.db.pushes.list({ accountId: null, shopId, limit: 100 }) }
    },
    /** Quantities that were set, in order. */
    writtenTo: (name: string) =>
      shop.journal.flatMap((each) => (each.kind === 'set' && each.level === `${name}@main` ? each.quantity : [])),
  }
}

function breakCalls(shop: StockShop, ending: Ending): void {
  shop.beforeWrite = () => {
    if (ending === 'killed_before') throw new Killed()
    if (ending === 'throttled') throw new RateLimitedError('Rate limited.', { retryAfterMs: 1_000 })
  }
  shop.afterWrite = (_call, outcomes): WriteOutcome[] => {
    if (ending === 'killed_after') throw new Killed()
    return ending === 'answer_lost' ? outcomes.map(() => ({ kind: 'unknown', message: 'lost' })) : outcomes
  }
  shop.isBusy = ending === 'busy'
}

test.each(['repeatable', 'repeatable_with_key', 'read_back_first'] as const)(
  'whatever happens between them, pushes end in the last quantity of each object (%s)',
  { timeout: 120_000 },
  async (writeClass) => {
    const { shop, play, writtenTo } = await setUp(writeClass)

    const check = async (steps: readonly Step[]) => {
      const { pushed, pushes } = await play(steps)
      for (const push of pushes) expect(['completed', 'superseded', 'failed']).toContain(push.status)
      const failed = new Set(pushes.filter(({ status }) => status === 'failed').map(({ key }) => Number(key)))
      for (const [name, quantities] of pushed) {
        const written = writtenTo(name)
        // In the order in which they were accepted.
        expect(written).toEqual([...written].sort((a, b) => a - b))
        // Nothing is carried out twice, unless a repeat has no effect or a sale hides that the quantity was set.
        const hasSales = steps.some(({ kind }) => kind === 'sale')
        if (writeClass === 'repeatable_with_key' || (writeClass === 'read_back_first' && !hasSales))
          expect(new Set(written).size).toBe(written.length)
        // Only what nobody could know to be carried out has failed nevertheless, and then it counts as set.
        const isSet = (each: number) => !failed.has(each) || isHidden(shop.journal, `${name}@main`, each)
        expect(written.at(-1)).toBe(quantities.findLast(isSet))
      }
    }

    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), check), { numRuns: 40 })
  },
)

const fiveUnanswered: readonly Step[] = [
  { kind: 'push', variant: 'b' },
  { kind: 'send', ending: 'answer_lost' },
  { kind: 'send', ending: 'killed_after' },
  { kind: 'send', ending: 'busy' },
  { kind: 'send', ending: 'answer_lost' },
  { kind: 'send', ending: 'killed_after' },
]

test('a push without an answer in five attempts is completed when the shop shows its quantity', async () => {
  const { play, shop, writtenTo } = await setUp('repeatable_with_key')
  const { pushes } = await play(fiveUnanswered)
  expect(pushes).toMatchObject([{ status: 'completed', attempts: 5 }])
  const [quantity = 0] = writtenTo('b')
  expect(isHidden(shop.journal, 'b@main', quantity)).toBe(false)
})

test('one whose quantity a sale has hidden fails, carried out once, and says that it may have been', async () => {
  const { play, shop, writtenTo } = await setUp('repeatable_with_key')
  const { pushes, pushed } = await play(fiveUnanswered.toSpliced(3, 0, { kind: 'sale', variant: 'b' }))
  const [quantity = 0] = pushed.get('b') ?? []
  expect(writtenTo('b')).toEqual([quantity])
  expect(new Set(shop.calls.map(({ key }) => key)).size).toBe(1)
  expect(shop.journal).toEqual([
    { kind: 'set', level: 'b@main', quantity },
    { kind: 'sold', level: 'b@main', quantity: 1 },
    { kind: 'shown', level: 'b@main', quantity, actual: quantity - 1 },
  ])
  expect(pushes).toMatchObject([{ status: 'failed', attempts: 5, errorCode: 'not_carried_out' }])
  expect(pushes[0]?.error).toContain('it was not carried out, or changed since')
  expect(isHidden(shop.journal, 'b@main', quantity)).toBe(true)
})
