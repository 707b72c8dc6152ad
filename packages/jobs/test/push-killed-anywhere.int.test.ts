import type { PushKind } from '@shopmirror/platforms'
import { pushKinds } from '@shopmirror/platforms'
import { expect, onTestFinished, test } from 'vitest'
import { sendPushes } from '../src/push/send-pushes.ts'
import { createStage } from './context.ts'
import { createOrderPlatform, createOrderShop } from './order-shop.ts'

class Killed extends Error {}

type Method = (...parameters: unknown[]) => unknown

/** Dies before the step of that number, or after it: a step is a call of the database, of Redis or of the shop. */
interface Death {
  step: number
  when: 'before' | 'after'
}

/** Counts every call through an object and those it holds, and throws at one of them. */
function mortal<T extends object>(target: T, steps: { taken: number }, death: Death): T {
  return new Proxy(target, {
    get(object, name) {
      const value: unknown = Reflect.get(object, name)
      // The only member that answers at once.
      if (name === 'objectOf') return value
      if (typeof value === 'function') return (...parameters: unknown[]) => take(value as Method, object, parameters)
      return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
        ? mortal(value, steps, death)
        : value
    },
    apply: (method, _self, parameters) => take(method as unknown as Method, undefined, parameters),
  })

  async function take(method: Method, self: unknown, parameters: unknown[]): Promise<unknown> {
    const isLast = ++steps.taken === death.step
    if (isLast && death.when === 'before') throw new Killed()
    // A transaction's repositories are called inside of it.
    const inner = parameters.map((each) =>
      typeof each === 'function'
        ? (...given: unknown[]) =>
            (each as Method)(...given.map((one) => (isRepositories(one) ? mortal(one, steps, death) : one)))
        : each,
    )
    const result = await method.apply(self, inner)
    if (isLast) throw new Killed()
    // What an opened shop can do is calls too.
    return isOpenShop(result) ? { ...result, client: mortal(result.client, steps, death) } : result
  }
}

function isRepositories(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'pushes' in value
}

function isOpenShop(value: unknown): value is { client: object } {
  return typeof value === 'object' && value !== null && 'client' in value
}

const wanted: [PushKind, Record<string, string>, object][] = [
  ['order.create', { own_id: 'ERP-1' }, { lines: [{ title: 'Pen', quantity: 1, price: '3' }] }],
  ['order.update', { own_id: 'ERP-1' }, { note: 'gift' }],
  ['customer.save', { own_id: 'C-1' }, { email: 'a@example.com' }],
  ['customer.save', { own_id: 'C-1' }, { first_name: 'Anna' }],
  ['tags.add', { type: 'order', own_id: 'ERP-1' }, { tags: ['erp'] }],
]

async function setUp() {
  const shop = createOrderShop()
  const clock = { now: new Date() }
  const stage = await createStage({ platforms: [createOrderPlatform(shop, () => clock.now)], now: () => clock.now })
  onTestFinished(() => stage[Symbol.asyncDispose]())
  const on = { enabled: true, intervalMinutes: 0, onConflict: 'hold' as const }

  return {
    shop,
    /** A shop with pushes of everything. */
    async begin(): Promise<string> {
      shop.objects.clear()
      const { id: shopId } = await stage.connectShop('paper')
      await stage.context.db.shopSettings.update(shopId, { pushSettings: { orders: on, customers: on } })
      const given = wanted.map(([kind, object, payload], index) => {
        const entity = pushKinds[kind].entity ?? 'orders'
        return { key: `k${index}`, kind, entity, object, payload: { ...payload } }
      })
      await stage.context.db.pushes.accept(shopId, given)
      return shopId
    },
    /** One run of the sender; answers how many steps it took, and whether it died. */
    async send(shopId: string, death: Death): Promise<{ steps: number; died: boolean }> {
      const steps = { taken: 0 }
      const { db, openShop, enqueue, ...rest } = stage.context
      const context = {
        ...rest,
        db: mortal(db, steps, death),
        openShop: mortal(openShop, steps, death),
        enqueue: Object.assign(mortal(enqueue, steps, death), { many: mortal(enqueue.many, steps, death) }),
      }
      const died = await sendPushes.run({ shopId }, context, stage.attempt()).then(
        () => false,
        (error: unknown) => {
          if (error instanceof Killed) return true
          throw error
        },
      )
      clock.now = new Date(clock.now.getTime() + 60_000)
      return { steps: steps.taken, died }
    },
    statuses: async (shopId: string) =>
      (await stage.context.db.pushes.list({ accountId: null, shopId, limit: 50 })).map(({ status }) => status),
  }
}

const never: Death = { step: Number.POSITIVE_INFINITY, when: 'before' }

test.each(['before', 'after'] as const)(
  'a sender that dies %s any of its steps: the next ones end with each object there once, as wanted',
  { timeout: 240_000 },
  async (when) => {
    const { shop, begin, send, statuses } = await setUp()
    const { steps } = await send(await begin(), never)
    expect(steps).toBeGreaterThan(20)

    for (let step = 1; step <= steps; step++) {
      const shopId = await begin()
      await send(shopId, { step, when })
      for (let run = 0; run < 4; run++) await send(shopId, never)
      const found = [...shop.objects.values()].map(({ isComplete, fields, tags }) => ({ isComplete, fields, tags }))
      expect(found, `died ${when} step ${step}`).toHaveLength(2)
      expect(found, `died ${when} step ${step}`).toEqual(
        expect.arrayContaining([
          {
            isComplete: true,
            fields: expect.objectContaining({ note: 'gift' }),
            tags: expect.arrayContaining(['erp']),
          },
          { isComplete: true, fields: { email: 'a@example.com', first_name: 'Anna' }, tags: [] },
        ]),
      )
      for (const status of await statuses(shopId)) expect(['completed', 'superseded']).toContain(status)
    }
  },
)
