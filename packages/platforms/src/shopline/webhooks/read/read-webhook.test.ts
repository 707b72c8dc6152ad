import { describe, expect, test } from 'vitest'
import type { StoredDelivery } from '../../../contract/webhooks.ts'
import { readWebhook } from './index.ts'

const ID = 'b'.repeat(24)
const receivedAt = new Date('2026-02-01T00:00:00Z')

function read(topic: string, resource: object | string, more: Partial<StoredDelivery> & { ts?: string } = {}) {
  const { ts = '1767225600123456789', ...delivery } = more
  const body = typeof resource === 'string' ? resource : JSON.stringify({ topic, ts, resource })
  return readWebhook({
    ...{ deliveryId: 'd', topic, contentType: 'application/json', receivedAt, body: Buffer.from(body) },
    ...delivery,
  })
}

describe('of objects', () => {
  test.each([
    ['customer/create', 'customers'],
    ['user/update', 'customers'],
    ['user/mobile_sign_in', 'customers'],
    ['order/confirm', 'orders'],
    ['category/update', 'categories'],
    ['warehouse/create', 'locations'],
  ])('%s is a hint at one of the %s', (topic, resource) => {
    expect(read(topic, { _id: ID })).toEqual([{ kind: 'refetch', resource, externalId: ID }])
  })

  test.each([
    ['product/remove', 'products'],
    ['customer/remove', 'customers'],
    ['user/remove', 'customers'],
    ['order/remove', 'orders'],
  ])('%s says that one is gone, and when', (topic, resource) => {
    const at = new Date('2026-01-01T00:00:00.123Z')
    expect(read(topic, { _id: ID })).toEqual([{ kind: 'deleted', resource, externalId: ID, at }])
  })

  test.each(['order_delivery/update', 'order_payment/complete', 'return_order/create'])(
    '%s is about its order',
    (topic) => {
      const events = read(topic, { _id: 'c'.repeat(24), order_id: ID })
      expect(events).toEqual([{ kind: 'refetch', resource: 'orders', externalId: ID }])
    },
  )

  test.each([
    ['stock/update', { product_id: ID }],
    ['product/create', { _id: ID }],
    ['product/back_in_stock', { _id: ID }],
  ])('%s is about a product, and about what of it lies where', (topic, resource) => {
    expect(read(topic, resource)).toEqual([
      { kind: 'refetch', resource: 'products', externalId: ID },
      { kind: 'refetch', resource: 'inventory', externalId: ID },
    ])
  })

  test('an order that was split names the others it changed', () => {
    const events = read('order/split_order', { _id: ID, child_order_ids: ['d'.repeat(24), ID], parent_order_id: null })
    expect(events).toContainEqual({ kind: 'refetch', resource: 'orders', externalId: 'd'.repeat(24) })
  })

  test('the merchant changed: the shop is described again', () => {
    expect(read('merchant/update', { _id: ID })).toEqual([{ kind: 'shop_changed' }])
  })

  test.each([
    ['a topic nobody knows', 'tax/whatever', { _id: ID }],
    ['a body without an id', 'product/update', {}],
    ['a body that is no JSON', 'product/update', 'a=1'],
    ['a topic that is a name of JavaScript', 'constructor/x', { _id: ID }],
  ])('%s is ignored, and says why', (_what, topic, resource) => {
    expect(read(topic, resource)).toEqual([{ kind: 'ignored', reason: expect.stringContaining(topic) }])
  })
})

describe('of the access of the app', () => {
  const about = 'access' as const
  const token = {
    _id: 'tok-1',
    token: 'jwt.of.token',
    scopes: 'orders products',
    expires_at: '2340-02-14T21:47:11.638Z',
  }
  const AT = 1_767_225_600_123_456_789n

  test.each(['access_token/create', 'access_token/app_installation_token_create', 'app_installation_token/create'])(
    '%s gives a token, numbered to the nanosecond',
    (topic) => {
      expect(read(topic, token, { about })).toEqual([
        {
          ...{ kind: 'access', change: 'token_given', at: AT, tokenId: 'tok-1' },
          tokens: {
            ...{ id: 'tok-1', accessToken: 'jwt.of.token', scopes: ['orders', 'products'] },
            expiresAt: new Date('2340-02-14T21:47:11.638Z'),
          },
        },
      ])
    },
  )

  test.each(['access_token/revoke', 'access_token/app_installation_token_revoke', 'app_installation_token/revoke'])(
    '%s takes one back',
    (topic) => {
      expect(read(topic, { ...token, revoked_at: '2026-01-01T00:00:00.55Z' }, { about })).toEqual([
        { kind: 'access', change: 'token_revoked', at: AT, tokenId: 'tok-1' },
      ])
    },
  )

  test('installed and removed; without a number the object tells when, with as many fraction digits as it likes', () => {
    expect(read('application/install', { _id: ID }, { about })).toEqual([
      { kind: 'access', change: 'installed', at: AT },
    ])
    expect(read('application/uninstall', { deleted_at: '2026-01-01T00:00:00.55Z' }, { about, ts: '' })).toEqual([
      { kind: 'access', change: 'removed', at: 1_767_225_600_550_000_000n },
    ])
  })

  test.each(['application/uninstall', 'access_token/create', 'access_token/revoke'])(
    '%s that the secret of the app has not signed changes nothing',
    (topic) => {
      expect(read(topic, token)).toEqual([{ kind: 'ignored', reason: expect.stringContaining('signed') }])
    },
  )

  test('a token without a name, or without itself, is ignored', () => {
    expect(read('access_token/create', { token: 'x' }, { about })[0]).toMatchObject({ kind: 'ignored' })
    expect(read('access_token/create', { _id: 'x' }, { about })[0]).toMatchObject({ kind: 'ignored' })
  })
})
