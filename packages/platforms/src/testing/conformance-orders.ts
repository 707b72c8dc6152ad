import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { PermanentError, RateLimitedError } from '../contract/errors.ts'
import type { Payload } from '../contract/push-kinds.ts'
import type { ShopClient } from '../contract/shop-client.ts'
import type { Change, KindWrites, ReadBack, VariantTarget, WriteCall, WriteOutcome } from '../contract/writes.ts'
import type { PlatformStage } from './conformance.ts'
import { createAccess, type GrantRequest } from './test-access.ts'

/** An order as the shop really holds it. */
export interface OrderOfShop {
  id: string
  email: string
  note: string
  city: string
  /** Price of one unit, gross, as a number. */
  lines: { variantId: string; quantity: number; price: number }[]
  isCancelled: boolean
  isPaid: boolean
  /** Units that were sent. */
  sent: number
}

/** A platform's sandbox that takes orders. */
export interface OrderStage extends Pick<PlatformStage, 'platform' | 'domain' | 'grantRequest' | 'mend' | 'close'> {
  /** Variants of the shop. */
  variants: readonly [VariantTarget, VariantTarget]
  /** Names no variant of the shop. */
  unknown: VariantTarget
  /** What an order needs on the platform beyond lines, contact and addresses. */
  extras?: Partial<Payload<'order.create'>>
  orders(): OrderOfShop[]
  /** Lets time pass, for the shop and for the client, ms. */
  advance(ms: number): void
  now(): Date
  /** The next `times` calls whose name contains `call` end like this. */
  break(how: 'throttle' | 'error' | 'answerLost', call: string, times: number): void
  /** What a token is asked with that has all scopes but the one that writes orders. */
  grantWithoutScope(): Promise<GrantRequest>
}

type ChangeKind = 'order.update' | 'order.set_status' | 'order.mark_paid' | 'order.fulfill' | 'order.cancel'

/** A change of an order and how the shop shows it. */
export type OrderChangeCase = {
  [Kind in ChangeKind]: {
    kind: Kind
    /** Part of the name of the call that carries it out, and of nothing before it. */
    call: string
    payload: Payload<Kind>
    isIn(order: OrderOfShop): boolean
  }
}[ChangeKind]

interface Cases {
  /** Part of the name of the call that creates an order. */
  createCall: string
  changes: readonly OrderChangeCase[]
}

/** What the suite needs of writes, whatever the kind. */
interface AnyWrites {
  send(call: { key: string; changes: readonly object[]; repeat?: WriteCall['repeat'] }): Promise<WriteOutcome[]>
  readBack(changes: readonly object[]): Promise<ReadBack[]>
}

const WAIT_MS = 5_000

/** Every platform that takes orders runs this suite over its sandbox. */
export function describeOrderWrites(id: string, open: () => Promise<OrderStage>, { createCall, changes }: Cases): void {
  describe(`${id} keeps the contract of orders`, () => {
    let stage: OrderStage
    let client: ShopClient
    let create: KindWrites<'order.create'>
    let count = 0

    beforeAll(async () => {
      stage = await open()
      const access = createAccess(stage.platform, stage.domain, stage.grantRequest)
      const shop = { id: 'shp_test', domain: stage.domain }
      const profile = await stage.platform.client({ shop, access }).describe()
      client = stage.platform.client({ shop, access, profile })
      create = client.writes?.['order.create'] ?? expect.fail('no writes')
    })
    afterAll(() => stage.close())

    const address = {
      first_name: 'Anna',
      last_name: 'Kiss',
      address1: 'Fő utca 1.',
      city: 'Szeged',
      zip: '6720',
      country_code: 'HU',
    }
    const newOrder = (variants: readonly VariantTarget[] = stage.variants): Change<'order.create'> => ({
      pushId: `psh_${id}_${++count}`,
      target: { id: null, ownId: `erp-${id}-${count}`, variants, customerId: null },
      payload: {
        lines: variants.map(({ price }, index) => ({ variant: {}, quantity: index + 1, price: price ?? '10' })),
        email: `anna${count}@example.com`,
        shipping_address: address,
        note: `Order ${count} of the ERP`,
        ...stage.extras,
      },
    })
    const asAny = (writes: object | undefined) => (writes ?? expect.fail('no writes')) as AnyWrites
    /** Sends it again, as the sender does, until it has ended. */
    const finish = (writes: AnyWrites, change: object, firstSentAt = stage.now()): Promise<WriteOutcome> =>
      vi.waitFor(
        async () => {
          stage.advance(WAIT_MS)
          const [outcome] = await writes.send({ key: `key-${count}`, changes: [change], repeat: { firstSentAt } })
          if (!outcome || outcome.kind === 'unknown' || outcome.kind === 'begun') throw new Error(outcome?.message)
          return outcome
        },
        { timeout: 9_000, interval: 10 },
      )
    const send = async (writes: AnyWrites, change: object): Promise<WriteOutcome> => {
      const [outcome] = await writes.send({ key: `key-${count}`, changes: [change] })
      return outcome?.kind === 'begun' ? finish(writes, change) : (outcome ?? expect.fail('no outcome'))
    }
    const idOf = (outcome: WriteOutcome) =>
      (outcome.kind === 'done' && outcome.id) || expect.fail(JSON.stringify(outcome))
    const find = (orderId: string) => stage.orders().find((order) => order.id === orderId) ?? expect.fail('no order')
    const placed = (note: string | undefined) => stage.orders().filter((order) => order.note.includes(note ?? '?'))

    test('a new order is in the shop as it was meant', async () => {
      const change = newOrder()
      const order = find(idOf(await send(asAny(create), change)))
      expect(order).toMatchObject({ city: 'Szeged', isCancelled: false, sent: 0 })
      expect(order.note).toContain(change.payload.note)
      expect(order.email).toBe(change.payload.email)
      expect(order.lines).toEqual(
        change.payload.lines.map(({ quantity, price }, index) => ({
          variantId: change.target.variants[index]?.variantId,
          ...{ quantity, price: Number(price) },
        })),
      )
    })

    test('what the mirror reads shows it', async () => {
      const change = newOrder()
      const created = idOf(await send(asAny(create), change))
      const { resource, externalId } = create.objectOf(change, created)
      const rows = await client.reads.object(resource, externalId)
      expect(JSON.stringify(rows)).toContain(change.payload.email)
    })

    test('a repeat of one that arrived finds it, and creates no second', async () => {
      const change = newOrder()
      const created = idOf(await send(asAny(create), change))
      expect(await finish(asAny(create), change)).toEqual({ kind: 'done', id: created })
      expect(placed(change.payload.note)).toHaveLength(1)
    })

    test('a lost answer leaves it unknown, and the repeat ends with one order', async () => {
      const change = newOrder()
      const firstSentAt = stage.now()
      stage.break('answerLost', createCall, 1)
      expect(await create.send({ key: 'lost', changes: [change] })).toMatchObject([{ kind: 'unknown' }])
      const created = idOf(await finish(asAny(create), change, firstSentAt))
      expect(placed(change.payload.note).map((order) => order.id)).toEqual([created])
    })

    test('every answer may get lost, again and again: there is one order', async () => {
      const change = newOrder()
      const firstSentAt = stage.now()
      stage.break('answerLost', createCall, 3)
      await create.send({ key: 'lost', changes: [change] })
      idOf(await finish(asAny(create), change, firstSentAt))
      stage.mend()
      expect(placed(change.payload.note)).toHaveLength(1)
    })

    test('a 5xx leaves it unknown, and the repeat creates it', async () => {
      const change = newOrder()
      const firstSentAt = stage.now()
      stage.break('error', createCall, 1)
      expect(await create.send({ key: 'broken', changes: [change] })).toMatchObject([{ kind: 'unknown' }])
      expect(await create.readBack([change])).toMatchObject([{ isAsWanted: false }])
      const created = idOf(await finish(asAny(create), change, firstSentAt))
      expect(placed(change.payload.note).map((order) => order.id)).toEqual([created])
      expect(await create.readBack([change])).toMatchObject([{ isAsWanted: true, id: created }])
    })

    test('a shop that asks to wait has created nothing', async () => {
      const change = newOrder()
      stage.break('throttle', createCall, 1)
      await expect(create.send({ key: 'waits', changes: [change] })).rejects.toBeInstanceOf(RateLimitedError)
      expect(placed(change.payload.note)).toHaveLength(0)
    })

    test('one with a variant that does not exist is refused, and nothing is left of it', async () => {
      const change = newOrder([stage.unknown])
      const outcome = await send(asAny(create), change)
      expect(outcome).toMatchObject({ kind: 'refused', code: expect.any(String), message: expect.any(String) })
      expect(placed(change.payload.note)).toHaveLength(0)
    })

    test('a scope that is missing is named', async () => {
      const access = createAccess(stage.platform, stage.domain, stage.grantWithoutScope)
      const shop = { id: 'shp_test', domain: stage.domain }
      const profile = { name: '', currency: 'HUF', timezone: 'UTC', locale: 'hu', facts: {} }
      const poor = stage.platform.client({ shop, access, profile }).writes?.['order.create']
      const error: unknown = await poor?.send({ key: 'poor', changes: [newOrder()] }).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(PermanentError)
      expect(error).toMatchObject({ missingScope: stage.platform.writes?.['order.create']?.scopes[0] })
    })

    describe.each(changes)('$kind', ({ kind, call, payload, isIn }) => {
      const writes = () => asAny(client.writes?.[kind])
      async function changeOf(): Promise<{ change: object; orderId: string }> {
        const { target } = newOrder()
        const orderId = idOf(await send(asAny(create), newOrder()))
        const variants = stage.variants
        return {
          orderId,
          change: { pushId: `psh_${id}_${++count}`, target: { ...target, id: orderId, variants }, payload },
        }
      }

      test('is in the shop', async () => {
        const { change, orderId } = await changeOf()
        expect(isIn(find(orderId))).toBe(false)
        expect(await send(writes(), change)).toMatchObject({ kind: 'done' })
        expect(isIn(find(orderId))).toBe(true)
      })

      test('repeated, changes nothing more', async () => {
        const { change, orderId } = await changeOf()
        await send(writes(), change)
        const before = find(orderId)
        expect(await finish(writes(), change)).toMatchObject({ kind: 'done' })
        expect(find(orderId)).toEqual(before)
      })

      test.each(['answerLost', 'error'] as const)('after %s, is in the shop once', async (how) => {
        const { change, orderId } = await changeOf()
        const firstSentAt = stage.now()
        stage.break(how, call, 1)
        const [outcome] = await writes().send({ key: how, changes: [change] })
        expect(['unknown', 'begun']).toContain(outcome?.kind)
        expect(await finish(writes(), change, firstSentAt)).toMatchObject({ kind: 'done' })
        expect(isIn(find(orderId))).toBe(true)
      })

      test('waits for a shop that asks to, and has changed nothing', async () => {
        const { change, orderId } = await changeOf()
        stage.break('throttle', call, 1)
        await expect(writes().send({ key: 'waits', changes: [change] })).rejects.toBeInstanceOf(RateLimitedError)
        expect(isIn(find(orderId))).toBe(false)
      })
    })
  })
}
