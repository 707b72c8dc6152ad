import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
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

test('an address made under an older key holds while that key is listed', () => {
  const own = shopKey(addresses.addressFor(target))
  const rotated = createWebhookAddresses({ publicUrl: 'https://mirror.example.com', keys: `b:${second},a:${first}` })
  expect(rotated.verify('shoprenter', own)).toBe('shp_1')
  expect(shopKey(rotated.addressFor(target))).not.toBe(own)
  expect(createWebhookAddresses({ publicUrl: 'https://x', keys: `b:${second}` }).verify('shoprenter', own)).toBeNull()
})
