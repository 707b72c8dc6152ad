import { brotliCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Arrival, packDeliveries } from './pack.ts'
import { receiveWebhook } from './receive-webhook.ts'

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).map((each) => each.toWellFormed())
const arrival: fc.Arbitrary<Arrival> = fc
  .record({
    platform: text,
    deliveryId: text,
    topic: text,
    contentType: text,
    body: fc.tuple(fc.uint8Array({ maxLength: 400, size: 'max' }), fc.nat({ max: 20 })).map(repeat),
    receivedAt: fc.constant('2026-11-23T10:00:00.000Z'),
    shopId: fc.option(text, { nil: undefined }),
    domain: fc.option(text, { nil: undefined }),
  })
  .map(({ shopId, domain, ...rest }) => ({ ...rest, ...(shopId && { shopId }), ...(domain && { domain }) }))

test('packed deliveries are unpacked unchanged', async () => {
  let packed = 0
  await fc.assert(
    fc.asyncProperty(fc.array(arrival, { minLength: 1, maxLength: 8 }), async (arrivals) => {
      const payload = { deliveries: await packDeliveries(arrivals) }
      if (typeof payload.deliveries === 'string') packed += 1
      const { deliveries } = receiveWebhook.payload.parse(JSON.parse(JSON.stringify(payload)))
      expect(deliveries).toEqual(arrivals.map((each) => ({ ...each, body: each.body.toString('base64') })))
    }),
    { seed: 20_261_123 },
  )
  expect(packed).toBeGreaterThan(10)
  expect(packed).toBeLessThan(90)
})

test('a batch that is large enough to be compressed in another thread comes out as it went in', async () => {
  const arrivals = Array.from({ length: 2 }, (_, index) =>
    arrivalOf(`d${index}`, Buffer.alloc(400_000, `${index} pieces`)),
  )
  const { deliveries } = receiveWebhook.payload.parse({ deliveries: await packDeliveries(arrivals) })
  expect(deliveries).toEqual(arrivals.map((each) => ({ ...each, body: each.body.toString('base64') })))
})

test('a batch that an earlier version compressed with brotli is still read', () => {
  const { body, ...head } = arrivalOf('d1', Buffer.from('{"id":1}'))
  const content = Buffer.concat([Buffer.from(`${JSON.stringify([{ ...head, body: body.length }])}\n`), body])
  const { deliveries } = receiveWebhook.payload.parse({ deliveries: brotliCompressSync(content).toString('base64') })
  expect(deliveries).toEqual([{ ...head, body: body.toString('base64') }])
})

test('a group of shop data is a fraction of its JSON', async () => {
  const lines = Array.from({ length: 200 }, (_, index) => ({ id: index, sku: `SKU-${index * 7}`, price: '129.9000' }))
  const body = Buffer.from(JSON.stringify({ lines }))
  const arrivals = Array.from({ length: 20 }, (_, index) => arrivalOf(`d${index}`, body))
  const packed = await packDeliveries(arrivals)
  expect(packed.length).toBeLessThan((20 * body.length) / 10)
})

test('what was never packed is refused', () => {
  expect(receiveWebhook.payload.safeParse({ deliveries: 'bm90IGEgcGFjaw==' }).success).toBe(false)
  expect(() => receiveWebhook.payload.parse({ deliveries: [] })).toThrow()
})

function arrivalOf(deliveryId: string, body: Buffer): Arrival {
  const receivedAt = '2026-11-23T10:00:00.000Z'
  return { platform: 'paper', deliveryId, topic: 'orders', contentType: 'application/json', body, receivedAt }
}

function repeat([bytes, times]: [Uint8Array, number]): Buffer {
  return Buffer.concat(Array.from({ length: times }, () => bytes))
}
