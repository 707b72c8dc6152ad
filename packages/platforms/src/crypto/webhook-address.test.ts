import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createWebhookAddresses } from './webhook-address.ts'

const key = () => randomBytes(32).toString('base64')
const [first, second] = [key(), key()]
const addresses = createWebhookAddresses({ publicUrl: 'https://mirror.example.com/', keys: `a:${first}` })
const target = { platform: 'shoprenter', shopId: 'shp_1', topic: 'order_confirm' }
const shopKey = (url: URL) => decodeURIComponent(url.pathname.split('/')[3] ?? '')

test('an address of ours is recognised without a database', () => {
  const url = addresses.addressFor(target)
  expect(url.href).toMatch(/^https:\/\/mirror\.example\.com\/webhooks\/shoprenter\/shp_1\.[\w-]{24}\/order_confirm$/)
  expect(addresses.verify('shoprenter', shopKey(url))).toBe('shp_1')
})

test('another shop, another platform, one changed character: not ours', () => {
  const own = shopKey(addresses.addressFor(target))
  const last = own.at(-1) === 'A' ? 'B' : 'A'
  for (const forged of [
    own.replace('shp_1', 'shp_2'),
    `${own.slice(0, -1)}${last}`,
    `${own}=`,
    own.slice(0, -1),
    'shp_1.',
    '.',
    '',
    `${own}x`,
  ]) {
    expect(addresses.verify('shoprenter', forged), forged).toBeNull()
  }
  expect(addresses.verify('shopify', own)).toBeNull()
})

describe('a whole address', () => {
  const topics = ['order_confirm', 'orders/create', 'app/scopes/update', 'webhooks/shoprenter/a']
  const bases = [
    'https://a.example',
    'https://b.example/mirror',
    'https://c.example/webhooks/shoprenter',
    'http://[::1]:8080/x/',
  ]

  test.each(topics.flatMap((topic) => bases.map((publicUrl) => ({ topic, publicUrl }))))(
    'is recognised: topic $topic under $publicUrl',
    ({ topic, publicUrl }) => {
      const made = createWebhookAddresses({ publicUrl, keys: `a:${first}` }).addressFor({ ...target, topic })
      expect(addresses.shopOf('shoprenter', made.href)).toBe('shp_1')
      expect(addresses.shopOf('shoprenter', made.href.replace(/\.([\w-]{23})[\w-]\//, '.$1~/'))).toBeNull()
      expect(addresses.shopOf('shopify', made.href)).toBeNull()
    },
  )

  test.each([
    '',
    'no address',
    'https://a.example/',
    'https://a.example/webhooks/shoprenter/',
    'https://a.example/webhooks/shoprenter/%E0%A4%A/x',
  ])('that is not ours is no error: %s', (address) => expect(addresses.shopOf('shoprenter', address)).toBeNull())
})

test('an address made under an older key holds while that key is listed', () => {
  const own = shopKey(addresses.addressFor(target))
  const rotated = createWebhookAddresses({ publicUrl: 'https://mirror.example.com', keys: `b:${second},a:${first}` })
  expect(rotated.verify('shoprenter', own)).toBe('shp_1')
  expect(shopKey(rotated.addressFor(target))).not.toBe(own)
  expect(createWebhookAddresses({ publicUrl: 'https://x', keys: `b:${second}` }).verify('shoprenter', own)).toBeNull()
})
