import { randomUUID } from 'node:crypto'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { settleAccess } from '../src/access/settle-access.ts'
import type { JobContext } from '../src/context.ts'
import { identifyInstallation } from '../src/installs/identify-installation.ts'
import { installShop } from '../src/installs/install-shop.ts'
import { syncRun } from '../src/sync/sync-run.ts'
import { registerWebhooks } from '../src/webhooks/register-webhooks.ts'
import { createStage } from './context.ts'
import { Crash, type CrashPlan, crashing } from './crash.ts'
import { type Consents, createSelectedPlatform } from './merchant-selected-platform.ts'

const MINUTE_MS = 60_000
const PUSHED = { id: 't1', accessToken: 'pushed-by-the-platform', expiresAt: new Date('2340-01-01T00:00:00Z') }
const consents: Consents = { open: new Map(), asked: 0, silent: 0 }
const now = () => new Date()
const stage = await createStage({ platforms: [createSelectedPlatform(consents, now)], now })
const { context, sql } = stage
const { db } = context
afterAll(() => stage[Symbol.asyncDispose]())

let domain: string
let code: string
beforeEach(async () => {
  domain = randomUUID()
  Object.assign(consents, { asked: 0, silent: 0 })
  await stage.forgetJobs()
})

/** The callback brought a code, and nothing that says whose it is. */
function begin(accountId?: string): Promise<string> {
  code = randomUUID()
  consents.open.set(code, domain)
  const expiresAt = new Date(now().getTime() + 15 * MINUTE_MS)
  return db.installations.create({ platform: 'paper', domain: null, code, expiresAt, ...(accountId && { accountId }) })
}

const install = (installationId: string, inside: JobContext = context) =>
  installShop.run({ installationId }, inside, stage.attempt())
const identify = (installationId: string, inside: JobContext = context) =>
  identifyInstallation.run({ installationId }, inside, stage.attempt())
const installationOf = (id: string) => db.installations.find(id)
const shopNow = () => db.shops.findConnected('paper', domain)
const tokenNow = async () => (await db.credentials.read((await shopNow())?.id ?? ''))?.tokens?.accessToken
const runsOf = (shopId: string) => db.runs.list({ accountId: null, shopId, limit: 10 })
const newAccount = async () => (await db.accounts.create({ name: randomUUID() })).id
const push = (at = BigInt(Date.now()) * 1_000_000n) =>
  settleAccess({ platform: 'paper', domain }, [{ change: 'token_given', at, tokenId: 't1', tokens: PUSHED }], context)

async function isSomebodyWaiting(): Promise<true | undefined> {
  const [locks] = await sql`select count(*)::int as n from pg_locks where not granted`
  return locks?.n > 0 || undefined
}

/** A shop that was set up, and has been read once. */
async function atWork(accountId = stage.account.id): Promise<string> {
  const id = await begin(accountId)
  await install(id)
  const shopId = (await shopNow())?.id ?? ''
  await stage.work([syncRun])
  await stage.forgetJobs()
  return shopId
}

describe('an installation of an account', () => {
  test('is identified by its code, and ends in an active shop with the tokens of the consent', async () => {
    const id = await begin(stage.account.id)
    await install(id)
    const shop = await shopNow()
    expect(shop).toMatchObject({ status: 'active', accountId: stage.account.id, name: 'Paper' })
    expect(await tokenNow()).toBe(`token-of-${code}`)
    expect(await installationOf(id)).toMatchObject({ domain, shopId: shop?.id, code: null, tokens: null, error: null })
    expect(await runsOf(shop?.id ?? '')).toMatchObject([{ type: 'full', trigger: 'install' }])
    expect(await stage.waiting(registerWebhooks)).toEqual([{ shopId: shop?.id }])
  })

  test('run twice exchanges the code once, and keeps tokens that were refreshed since', async () => {
    const id = await begin(stage.account.id)
    await install(id)
    const shopId = (await shopNow())?.id ?? ''
    await db.credentials.replace({ shopId, version: 1, tokens: { accessToken: 'renewed', expiresAt: null } })
    await install(id)
    expect([consents.asked, await tokenNow()]).toEqual([1, 'renewed'])
  })

  test('stores code and tokens encrypted, between the exchange and the shop', async () => {
    const id = await begin()
    await identify(id)
    const rows = JSON.stringify(await sql`select * from installations where id = ${id}`)
    expect(rows).toContain(domain)
    for (const secret of [`token-of-${code}`, `next-of-${code}`, code]) expect(rows).not.toContain(secret)
  })

  test('whose code the platform no longer accepts says to start again, and is not retried', async () => {
    const id = await begin(stage.account.id)
    consents.open.clear()
    await expect(install(id)).rejects.toMatchObject({ name: 'AuthRevokedError' })
    expect(await installationOf(id)).toMatchObject({
      code: null,
      error: expect.stringContaining('Start the install again'),
    })
    await expect(install(id)).rejects.toMatchObject({ kind: 'permanent' })
    expect(consents.asked).toBe(1)
  })

  test('is retried when the platform did not answer, and stores the reason when it fails', async () => {
    const id = await begin(stage.account.id)
    consents.silent = 1
    const error: unknown = await install(id).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ kind: 'retryable' })
    await installShop.failed?.({ installationId: id }, context, error)
    expect((await installationOf(id))?.error).toBe('No answer.')

    const next = await begin(stage.account.id)
    consents.silent = 1
    await expect(install(next)).rejects.toMatchObject({ kind: 'retryable' })
    await install(next)
    expect(await shopNow()).toMatchObject({ status: 'active' })
  })

  test("of another account's shop stores the reason, and connects it once that account has disconnected it", async () => {
    const shopId = await atWork(await newAccount())
    const id = await begin(stage.account.id)
    await expect(install(id)).rejects.toMatchObject({ kind: 'permanent' })
    expect((await installationOf(id))?.error).toContain('another account')
    expect(await shopNow()).toMatchObject({ id: shopId })

    await db.shops.uninstall(shopId, { reason: 'test', dueAt: now() })
    await install(id)
    expect(await shopNow()).toMatchObject({ accountId: stage.account.id, status: 'active' })
    expect(await tokenNow()).toBe(`token-of-${code}`)
  })

  test("beyond the plan's limit stores the reason", async () => {
    await sql`insert into plans (id, max_shops) values ('none', 0) on conflict do nothing`
    const accountId = await newAccount()
    await sql`update accounts set plan_id = 'none' where id = ${accountId}`
    const id = await begin(accountId)
    await expect(install(id)).rejects.toMatchObject({ kind: 'permanent' })
    expect((await installationOf(id))?.error).toContain('plan allows 0 shops')
    expect(await shopNow()).toBeNull()
  })

  test('that no longer exists fails', async () => {
    await expect(install('ins_gone')).rejects.toMatchObject({ kind: 'permanent' })
    await expect(identify('ins_gone')).rejects.toMatchObject({ kind: 'permanent' })
  })
})

describe('an unclaimed installation', () => {
  test('is identified before it is claimed, and connects nothing', async () => {
    const id = await begin()
    await identify(id)
    expect(await installationOf(id)).toMatchObject({ domain, code: null, accountId: null, shopId: null })
    expect([await shopNow(), await stage.waiting(installShop)]).toEqual([null, []])
  })

  test('claimed later becomes the shop of who claimed it, with the tokens that waited', async () => {
    const id = await begin()
    await identify(id)
    await db.installations.claim({ id, accountId: stage.account.id })
    await install(id)
    expect([await tokenNow(), consents.asked]).toEqual([`token-of-${code}`, 1])
  })

  test('claimed before its shop was known continues automatically', async () => {
    const id = await begin()
    await db.installations.claim({ id, accountId: stage.account.id })
    await identify(id)
    await stage.work([installShop])
    expect(await shopNow()).toMatchObject({ status: 'active', accountId: stage.account.id })
  })

  test('that leads to a shop that shut us out renews the access of the account that has it', async () => {
    const accountId = await newAccount()
    const shopId = await atWork(accountId)
    await db.shops.setAccess({ shopId, version: 1, access: 'reauth_required', reason: 'test' })
    const id = await begin()
    await identify(id)
    await stage.work([installShop])
    expect(await installationOf(id)).toMatchObject({ accountId, shopId })
    expect(await shopNow()).toMatchObject({ id: shopId, status: 'active' })
    expect(await tokenNow()).toBe(`token-of-${code}`)
  })

  test('whose code was refused leaves the reason, also when its job is given up', async () => {
    const id = await begin()
    consents.open.clear()
    const error: unknown = await identify(id).catch((caught: unknown) => caught)
    await identifyInstallation.failed?.({ installationId: id }, context, error)
    expect((await installationOf(id))?.error).toContain('Start the install again')
  })
})

describe('what the platform pushed for a merchant', () => {
  test('is what the shop works with; the consent only proved whose it is', async () => {
    await push()
    const offer = await db.installations.latestPending('paper', domain)
    const id = await begin(stage.account.id)
    await install(id)
    expect(await tokenNow()).toBe(PUSHED.accessToken)
    expect((await installationOf(id))?.tokens).toBeNull()
    expect(await installationOf(offer?.id ?? '')).toMatchObject({ accountId: stage.account.id })
    expect(await db.installations.latestPending('paper', domain)).toBeNull()
  })

  test('is enough for the claim of an installation that never had a code', async () => {
    await context.db.access.record({ platform: 'paper', domain }, [{ change: 'installed', at: 1n }])
    await push()
    const { id = '' } = (await db.installations.latestPending('paper', domain)) ?? {}
    await db.installations.claim({ id, accountId: stage.account.id })
    await install(id)
    expect([await tokenNow(), consents.asked]).toEqual([PUSHED.accessToken, 0])
  })

  test('at the very moment of the install is never lost', async () => {
    for (let round = 0; round < 15; round++) {
      domain = randomUUID()
      const id = await begin(stage.account.id)
      // Each may lose against the other once, and is then tried again as the queue does it.
      await Promise.all([install(id).catch(() => install(id)), push().catch(() => push())])
      expect(await tokenNow()).toBe(PUSHED.accessToken)
    }
  })

  test('and is just being noted is waited for', async () => {
    const id = await begin(stage.account.id)
    const app = { platform: 'paper', domain }
    const installing = await db.transaction(async (tx) => {
      await tx.access.record(app, [{ change: 'token_given', at: 1n, tokenId: 't1', tokens: PUSHED }])
      const done = install(id)
      await Promise.race([done, until(isSomebodyWaiting, { message: 'the install waits for the row' })])
      return { done }
    })
    await installing.done
    expect(await tokenNow()).toBe(PUSHED.accessToken)
  })

  test('does not replace what a merchant gave by hand', async () => {
    const { id: shopId } = await stage.connectShop('paper', domain)
    const ownApp = { clientSecret: 'x', accessToken: 'by-hand' }
    await db.credentials.replace({ shopId, ownApp, tokens: { accessToken: 'by-hand', expiresAt: null } })
    await push()
    await install(await begin(stage.account.id))
    expect(await tokenNow()).toBe('by-hand')
  })
})

test('a shop at work, connected again by its account, gets the tokens and is not set up again', async () => {
  const shopId = await atWork()
  await install(await begin(stage.account.id))
  expect(await tokenNow()).toBe(`token-of-${code}`)
  expect(await shopNow()).toMatchObject({ id: shopId, status: 'active' })
  expect(await runsOf(shopId)).toHaveLength(1)
  expect([await stage.waiting(registerWebhooks), await stage.waiting(syncRun)]).toEqual([[], []])
})

test('a process that dies at any call leaves an active shop, or an error that says to start again', async () => {
  const ends = { active: 0, again: 0 }
  for (let at = 0, hasDied = true; hasDied; at++) {
    for (const when of ['before', 'after'] as const) {
      domain = randomUUID()
      await stage.forgetJobs()
      const id = await begin(stage.account.id)
      const plan: CrashPlan = { at, when }
      await install(id, crashing(context, plan)).catch(isCrash)
      hasDied = plan.hasDied === true
      const isSpent = !consents.open.has(code) && (await installationOf(id))?.domain === null
      await install(id).catch((error: unknown) => expect(error).toMatchObject({ name: 'AuthRevokedError' }))
      await stage.drainOutbox()
      ends[isSpent ? 'again' : 'active'] += 1
      await (isSpent ? expectBeginAgain(id) : expectAtWork())
    }
  }
  expect(ends.active).toBeGreaterThan(20)
  expect(ends.again).toBe(1)
})

function isCrash(error: unknown): true {
  if (error instanceof Crash) return true
  throw error
}

async function expectBeginAgain(id: string): Promise<void> {
  expect((await installationOf(id))?.error).toContain('Start the install again')
  expect(await shopNow()).toBeNull()
}

async function expectAtWork(): Promise<void> {
  const shop = await shopNow()
  expect(shop).toMatchObject({ status: 'active' })
  expect(await tokenNow()).toBe(`token-of-${code}`)
  expect(await runsOf(shop?.id ?? '')).toHaveLength(1)
  expect(await stage.waiting(registerWebhooks)).toEqual([{ shopId: shop?.id }])
  expect((await stage.waiting(syncRun)).map(({ shopId }) => shopId)).toEqual([shop?.id])
}
