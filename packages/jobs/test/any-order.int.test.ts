import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { receiveWebhook } from '../src/inbox/receive-webhook.ts'
import { refetchObjects } from '../src/inbox/refetch-objects.ts'
import { startSync } from '../src/sync/start-sync.ts'
import { syncRun } from '../src/sync/sync-run.ts'
import { createStage } from './context.ts'
import { createPaperPlatform, createPaperShop, type PaperEvent } from './paper-platform.ts'

const SECOND_MS = 1_000
const RUNS = 40
const PATIENCE_MS = 300_000

let now = new Date('2026-06-01T00:00:00Z')
const paper = createPaperShop(0)
const stage = await createStage({ platforms: [createPaperPlatform(paper, () => now)], now: () => now })
const { context } = stage
afterAll(() => stage[Symbol.asyncDispose]())

type Delivery = Parameters<typeof receiveWebhook.run>[0]['deliveries'][number]

/** What can happen to a shop, to its deliveries and to us, in any order. */
type Step =
  | { kind: 'change'; id: string; title: string; hint: boolean }
  /** A variant is created or changed, and has its own webhook. */
  | { kind: 'part'; id: string; name: string }
  | { kind: 'remove'; id: string }
  /**
   * Some of what is under way arrives; picked and ordered by these numbers, some of it twice, some of it to come again.
   */
  | { kind: 'deliver'; picks: number[]; keep: boolean }
  | { kind: 'lose'; picks: number[] }
  | { kind: 'sync'; type: 'full' | 'incremental' }
  /** A sync into which the rest falls. */
  | { kind: 'sync_amid'; type: 'full' | 'incremental'; page: number; steps: Step[] }

const id = fc.constantFrom('a', 'b', 'c', 'd')
const type = fc.constantFrom('full' as const, 'incremental' as const)
const picks = fc.array(fc.nat(30), { minLength: 1, maxLength: 6 })
const simple: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      id,
      title: fc.string({ maxLength: 4 }),
      hint: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('part' as const), id, name: fc.constantFrom('x', 'y') }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), id }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('deliver' as const), picks, keep: fc.boolean() }) },
)
const lossy: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: simple },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose' as const), picks }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sync' as const), type }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('sync_amid' as const),
      type,
      page: fc.nat(1),
      steps: fc.array(simple, { maxLength: 4 }),
    }),
  },
)

class History {
  readonly shopId: string
  private underway: Delivery[] = []

  constructor(shopId: string) {
    this.shopId = shopId
  }

  async play(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      now = new Date(now.getTime() + SECOND_MS)
      await this.take(step)
    }
  }

  /** Whatever has not arrived and was not lost. */
  deliverRest(): Promise<void> {
    return this.receive(this.underway.splice(0))
  }

  async sync(runType: 'full' | 'incremental'): Promise<void> {
    now = new Date(now.getTime() + SECOND_MS)
    const { run } = await startSync({ shopId: this.shopId, type: runType, trigger: 'manual' }, context)
    await syncRun.run({ runId: run.id, shopId: this.shopId }, context, stage.attempt())
  }

  private async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'change':
        return this.change(step)
      case 'part':
        return this.changePart(step)
      case 'remove':
        if (paper.objects.delete(step.id)) this.send({ kind: 'deleted', id: step.id, at: now.toISOString() })
        return
      case 'deliver':
        return this.receive(this.pick(step.picks, step.keep))
      case 'lose':
        this.pick(step.picks, false)
        return
      case 'sync':
        return this.sync(step.type)
      case 'sync_amid':
        return this.syncAmid(step)
    }
  }

  private change({ id: product, title, hint }: Extract<Step, { kind: 'change' }>): void {
    const parts = paper.objects.get(product)?.parts ?? {}
    paper.objects.set(product, { title, parts, updatedAt: now })
    this.send(
      hint
        ? { kind: 'hint', resource: 'products', id: product }
        : { kind: 'product', id: product, title, parts, at: now.toISOString() },
    )
  }

  private changePart({ id: product, name }: Extract<Step, { kind: 'part' }>): void {
    const known = paper.objects.get(product)
    if (!known) return
    const at = now.toISOString()
    const part = `${product}-${name}`
    paper.objects.set(product, { ...known, parts: { ...known.parts, [part]: at } })
    this.send({ kind: 'part', id: part, of: product, at })
  }

  private async syncAmid({ type: runType, page, steps }: Extract<Step, { kind: 'sync_amid' }>): Promise<void> {
    paper.beforePage = async (asked) => {
      if (asked !== page) return
      paper.beforePage = () => undefined
      await this.play(steps)
    }
    await this.sync(runType)
    paper.beforePage = () => undefined
  }

  private send(event: PaperEvent): void {
    this.underway.push({
      platform: 'paper',
      deliveryId: randomUUID(),
      shopId: this.shopId,
      topic: 'product',
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify(event)).toString('base64'),
      receivedAt: now.toISOString(),
    })
  }

  private pick(numbers: readonly number[], keep: boolean): Delivery[] {
    const from = this.underway
    const picked = numbers.flatMap((number) => from[number % Math.max(from.length, 1)] ?? [])
    if (!keep) this.underway = from.filter((delivery) => !picked.includes(delivery))
    return picked
  }

  private async receive(deliveries: Delivery[]): Promise<void> {
    if (deliveries.length > 0) await receiveWebhook.run({ deliveries }, context, stage.attempt())
    await stage.work([refetchObjects])
  }
}

async function begin(): Promise<History> {
  Object.assign(paper, createPaperShop(0), { pageSize: 2 })
  return new History((await stage.connectShop('paper')).id)
}

async function expectEqual({ shopId }: History): Promise<void> {
  const rows = await stage.sql<{ external_id: string; title: string }[]>`
    select external_id, title from products where shop_id = ${shopId} and deleted_at is null`
  const mirror = Object.fromEntries(rows.map((row) => [row.external_id, row.title]))
  expect(mirror).toEqual(Object.fromEntries([...paper.objects].map(([key, { title }]) => [key, title])))

  const variants = await stage.sql<{ external_id: string; at: Date }[]>`
    select external_id, source_updated_at as at from product_variants where shop_id = ${shopId} and deleted_at is null`
  const alive = Object.fromEntries(variants.map((row) => [row.external_id, new Date(row.at).toISOString()]))
  expect(alive).toEqual(Object.assign({}, ...[...paper.objects.values()].map(({ parts }) => parts)))
}

test(
  'any order and any repetition of all events ends in the state of the shop',
  async () => {
    const property = fc.asyncProperty(fc.array(simple, { minLength: 1, maxLength: 20 }), async (steps) => {
      const history = await begin()
      await history.play(steps)
      await history.deliverRest()
      await expectEqual(history)
    })
    await fc.assert(property, { numRuns: RUNS })
  },
  PATIENCE_MS,
)

test(
  'any order, repetition and loss of events, among syncs of any kind, ends in the state of the shop after a full sync',
  async () => {
    const property = fc.asyncProperty(
      fc.array(lossy, { minLength: 1, maxLength: 20 }),
      fc.boolean(),
      async (steps, late) => {
        const history = await begin()
        await history.play(steps)
        if (!late) await history.deliverRest()
        await history.sync('full')
        // What arrives after the sync is old news and changes nothing.
        await history.deliverRest()
        await expectEqual(history)
      },
    )
    await fc.assert(property, { numRuns: RUNS })
  },
  PATIENCE_MS,
)
