import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { identifyInstallation } from '../src/installs/identify-installation.ts'
import { installShop } from '../src/installs/install-shop.ts'
import { sweepInstalls } from '../src/installs/sweep-installs.ts'
import { uninstallShop } from '../src/installs/uninstall-shop.ts'
import { createShoprenterStage } from './shoprenter.ts'

const stage = await createShoprenterStage({ products: 1, customers: 1, orders: 1, categories: 1 })
const { sandbox, context, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => sandbox.faults.clear())

let domain: string
beforeEach(async () => {
  await sql`update installations set finished_at = now()`
  await stage.forgetJobs()
  domain = `bolt-${randomUUID().slice(0, 8)}`
})

const sweep = () => sweepInstalls.run({}, context, stage.attempt())
const shopNow = () => context.db.shops.findConnected('shoprenter', domain)
const waiting = () => stage.waiting(installShop)

/** As the API leaves it: claimed and connected, with a job that Redis has lost. */
async function connectWithoutJob(): Promise<string> {
  const installationId = await stage.claim(domain)
  const { shop } = await context.db.shops.connect({ accountId: stage.account.id, platform: 'shoprenter', domain })
  await context.db.installations.attachShop(installationId, shop.id)
  return installationId
}

/** As a worker does with a job it gives up. */
async function fail(installationId: string): Promise<void> {
  const error: unknown = await stage.install(installationId).catch((caught: unknown) => caught)
  await installShop.failed?.({ installationId }, context, error)
}

test('a shop whose install lost its job is installed', async () => {
  await connectWithoutJob()
  expect(await shopNow()).toMatchObject({ status: 'connecting', statusReason: null })
  await sweep()
  await stage.work([installShop])
  expect(await shopNow()).toMatchObject({ status: 'active' })
})

test('a claimed installation without a shop is installed', async () => {
  await stage.claim(domain)
  await sweep()
  await stage.work([installShop])
  expect(await shopNow()).toMatchObject({ status: 'active' })
})

test('an install that has a job gets no second one, however often the sweep runs', async () => {
  const installationId = await connectWithoutJob()
  await sweep()
  await sweep()
  expect(await waiting()).toEqual([{ installationId }])
})

test('an install that succeeded is left alone', async () => {
  await stage.installShop(domain)
  await sweep()
  expect(await waiting()).toEqual([])
})

test('an install that was given up is left alone, and the shop and the installation say why', async () => {
  sandbox.shoprenter.tokens.setScopes(domain, [])
  const installationId = await connectWithoutJob()
  await fail(installationId)
  await sweep()
  expect(await waiting()).toEqual([])
  expect(await shopNow()).toMatchObject({ status: 'connecting', statusReason: expect.stringContaining('scope') })
  expect(await context.db.installations.find(installationId)).toMatchObject({ error: expect.stringContaining('scope') })
})

test('a successful retry clears the reason', async () => {
  sandbox.faults.set({ kind: 'tokenRefused', shop: domain })
  const installationId = await connectWithoutJob()
  await fail(installationId)
  sandbox.faults.clear()
  await stage.install(installationId)
  expect(await context.db.installations.find(installationId)).toMatchObject({ error: null })
  expect(await shopNow()).toMatchObject({ status: 'active', statusReason: null })
})

test('a lost re-authorisation of a shop at work is finished, too', async () => {
  const shopId = await stage.installShop(domain)
  const before = await context.db.credentials.read(shopId)
  await stage.forgetJobs()
  await connectWithoutJob()
  await sweep()
  await stage.work([installShop])
  expect((await context.db.credentials.read(shopId))?.version).toBe((before?.version ?? 0) + 1)
})

test('a shop that was uninstalled before its install ended is not installed', async () => {
  await connectWithoutJob()
  const shop = await shopNow()
  await uninstallShop.run({ shopId: shop?.id ?? '', reason: 'merchant' }, context, stage.attempt())
  await sweep()
  expect(await waiting()).toEqual([])
})

test('what waits for an account waits on, and what still has to be identified is', async () => {
  const expiresAt = new Date(sandbox.clock.now() + 60_000)
  const pending = { platform: 'shoprenter', code: 'c0de', expiresAt }
  await context.db.installations.create({ ...pending, domain })
  const installationId = await context.db.installations.create({ ...pending, domain: null })
  await context.db.installations.create({ ...pending, domain: null, expiresAt: new Date(sandbox.clock.now() - 1) })
  await sweep()
  expect(await waiting()).toEqual([])
  expect(await stage.waiting(identifyInstallation)).toEqual([{ installationId }])
})
