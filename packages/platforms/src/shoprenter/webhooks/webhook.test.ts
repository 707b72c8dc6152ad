import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readWebhook, verifyWebhook } from './webhook.ts'

const json =
  '{"orders":{"order":[{"innerId":"501","innerResourceId":"orders\\/b3JkZXItb3JkZXJfaWQ9NTAx","comment":"K\\u00e9rem"}]}}'
const refetch = [{ kind: 'refetch', resource: 'orders', externalId: 'b3JkZXItb3JkZXJfaWQ9NTAx' }]

function read(contentType: string, body: string, topic = 'order_confirm') {
  return readWebhook({
    deliveryId: 'd',
    topic,
    shopId: 'shp_1',
    contentType,
    body: Buffer.from(body),
    receivedAt: new Date(),
  })
}

describe('a delivery is a hint, in whichever wrapping it comes', () => {
  const multipart = `--b1\r\nContent-Disposition: form-data; name="data"\r\n\r\n${json}\r\n--b1--\r\n`
  test.each([
    ['application/json', json],
    ['application/x-www-form-urlencoded', new URLSearchParams({ data: json }).toString()],
    ['multipart/form-data; boundary=b1', multipart],
    ['multipart/form-data; boundary="b1"', multipart],
    ['', json],
  ])('%s', (contentType, body) => {
    expect(read(contentType, body)).toEqual(refetch)
  })

  test('several orders are read each once; one known only by its number is looked up by it', () => {
    const orders = [{ innerResourceId: 'orders/a' }, { innerResourceId: 'orders/a' }, { innerId: '7' }]
    expect(read('application/json', JSON.stringify({ orders: { order: orders } }))).toMatchObject([
      { externalId: 'a' },
      { externalId: 'inner:7' },
    ])
  })

  test('only the field itself is read, not another whose name looks like it', () => {
    const other = (disposition: string) => `--b1\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n{"a":1}\r\n`
    const fields = ['name="file"; filename="data"', 'name="database"', 'name="other"'].map(other).join('')
    expect(read('multipart/form-data; boundary=b1', `${fields}${multipart}`)).toEqual(refetch)
    expect(read('multipart/form-data; boundary=b1', `${fields}--b1--\r\n`)).toMatchObject([{ kind: 'ignored' }])
  })

  test('a boundary inside of the text ends nothing', () => {
    const text = JSON.stringify({ orders: { order: { innerResourceId: 'orders/a', comment: 'x --b1 y' } } })
    const body = `--b1\r\nContent-Disposition: form-data; name=data\r\n\r\n${text}\r\n--b1--\r\n`
    expect(read('multipart/form-data; boundary=b1', body)).toMatchObject([{ externalId: 'a' }])
  })

  test.each(['..', '.', 'x'.repeat(256), 'inner:1'])('an id like %s is not asked for', (id) => {
    const order = { innerResourceId: `orders/${id}` }
    expect(read('application/json', JSON.stringify({ orders: { order } }))).toMatchObject([{ kind: 'ignored' }])
    expect(read('application/json', JSON.stringify({ order: { ...order, innerId: 7 } }))).toMatchObject([
      { externalId: 'inner:7' },
    ])
  })

  test('no bytes and no content type make reading throw', () => {
    const type = fc.oneof(fc.string(), fc.constantFrom('multipart/form-data; boundary=b1', 'application/json', ''))
    const bytes = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((text) => `{"orders":{"order":${text}}}`),
    )
    fc.assert(
      fc.property(type, bytes, (contentType, body) => {
        for (const event of read(contentType, body)) expect(['ignored', 'refetch']).toContain(event.kind)
      }),
      { numRuns: 1_000 },
    )
  })

  test.each(['', '{', '[]', 'null', '{"orders":{}}', '<xml/>', '{"orders":{"order":[{"innerId":"1 or 1=1"}]}}'])(
    '%s is ignored with a reason, never thrown',
    (body) => {
      expect(read('application/json', body)).toMatchObject([{ kind: 'ignored', reason: expect.stringMatching(/body/) }])
    },
  )

  test('newsletters are of no use to the mirror', () => {
    expect(read('application/json', json, 'newsletter_subscribe')).toMatchObject([{ kind: 'ignored' }])
  })
})

test('a delivery without an address of ours is unsigned; each hit is one of its own', () => {
  const request = { method: 'POST', query: '', headers: {}, body: Buffer.alloc(0) }
  expect(verifyWebhook(request)).toEqual({ ok: false, reason: 'unsigned' })
  const [a, b] = [1, 2].map(() => verifyWebhook({ ...request, shopId: 'shp_1', topic: 'order_confirm' }))
  expect(a).toMatchObject({ ok: true, value: { shopId: 'shp_1', topic: 'order_confirm' } })
  expect(a).not.toEqual(b)
})
