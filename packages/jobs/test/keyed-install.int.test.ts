import { createKeyedPlatform, startKeyedShop } from '@shopmirror/platforms/testing'
import { afterAll, expect, test } from 'vitest'
import { installShop } from '../src/installs/install-shop.ts'
import { createStage } from './context.ts'

let now = new Date('2026-06-01T00:00:00Z')
const shop = await startKeyedShop()
const stage = await createStage({ platforms: [createKeyedPlatform(shop)], now: () => now })
const { context } = stage
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
  await shop.close()
})

const keys = { key: shop.key, secret: shop.secret }

test('a shop of a key with a secret is installed, called and kept, with no app and no refresh token', async () => {
  const { id: shopId, accountId } = await stage.connectShop('keyed', shop.domain)
  await context.db.credentials.replace({ shopId, ownApp: keys })
  const installation = { platform: 'keyed', domain: shop.domain, accountId, expiresAt: now }
  const installationId = await context.db.installations.create(installation)
  await context.db.installations.attachShop(installationId, shopId)

  await installShop.run({ installationId }, context, stage.attempt())
  expect(await context.db.shops.find(shopId)).toMatchObject({ access: 'active', name: 'Kulcsos bolt' })
  expect(await context.db.credentials.read(shopId)).toMatchObject({ ownApp: keys, tokens: { expiresAt: null } })

  const { client } = await context.openShop(shopId, 'refetch')
  expect((await client.reads.page({ resource: 'products', window: null, cursor: null })).ids).toHaveLength(10)

  now = new Date(now.getTime() + 3_600_000)
  context.credentials.forget(shopId)
  const { value, version } = await context.credentials.get(shopId)
  expect([value, version]).toEqual([`Basic ${Buffer.from(`${shop.key}:${shop.secret}`).toString('base64')}`, 3])
})

test('a key that is rejected twice revokes the access', async () => {
  const { id: shopId } = await stage.connectShop('keyed', 'masik-bolt')
  await context.db.credentials.replace({ shopId, ownApp: keys })
  const token = await context.credentials.get(shopId)
  await context.db.shops.setAccess({ shopId, version: token.version, access: 'active' })
  shop.isKeyRevoked = true
  await expect(context.credentials.renew(shopId, token)).rejects.toMatchObject({ kind: 'retryable' })
  await expect(context.credentials.renew(shopId, token)).rejects.toMatchObject({ kind: 'auth_revoked' })
  expect(await context.db.shops.find(shopId)).toMatchObject({ access: 'reauth_required' })
  expect(await context.db.credentials.read(shopId)).toMatchObject({ ownApp: keys })
})
