import { randomUUID } from 'node:crypto'
import { loadPlatforms } from '@shopmirror/platforms'
import { startSandbox } from '@shopmirror/sandbox'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { refreshToken } from '../src/credentials/refresh-token.ts'
import { sweepTokens } from '../src/credentials/sweep-tokens.ts'
import { createStage } from './context.ts'

const DAY_MS = 86_400_000
const sandbox = await startSandbox({ products: 1, customers: 1, orders: 1 })
const env = { ...sandbox.env, SHOPRENTER_GRANT: 'authorization_code' }
const platforms = [...loadPlatforms(env, { now: () => new Date() }).values()]
const stage = await createStage({ platforms })
const { db } = stage.context
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
  await sandbox.close()
})

let shopId: string
let domain: string
beforeEach(async () => {
  await stage.forgetJobs()
  domain = randomUUID()
  shopId = (await stage.connectShop('shoprenter', domain)).id
})

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS)
const sweep = () => sweepTokens.run({}, stage.context, stage.attempt())
const waits = async () => (await stage.waiting(refreshToken)).some((payload) => payload.shopId === shopId)
const readTokens = async () => (await db.credentials.read(shopId))?.tokens

/** Its refresh token has lived for a month. */
async function install(refreshExpiresAt: Date): Promise<void> {
  const [platform] = platforms
  const tokens = await platform?.tokens.grant({ domain, code: sandbox.shoprenter.tokens.issueCode(domain) })
  if (tokens) await db.credentials.replace({ shopId, tokens: { ...tokens, refreshExpiresAt } })
  await stage.sql`update shop_credentials set updated_at = ${inDays(-30).toISOString()} where shop_id = ${shopId}`
}

test('an idle shop keeps its access: its refresh token is used before it expires', async () => {
  await install(inDays(6))
  const before = await readTokens()
  await sweep()
  await stage.work([refreshToken])
  const after = await readTokens()
  expect(after?.refreshToken).not.toBe(before?.refreshToken)
  expect(after?.refreshExpiresAt?.getTime()).toBeGreaterThan(inDays(20).getTime())
  expect(sandbox.shoprenter.tokens.check(domain, after?.accessToken ?? '')).not.toBeNull()
  await sweep()
  expect(await waits()).toBe(false)
})

test('a refresh token with a fifth of its life to live is left alone', async () => {
  await install(inDays(9))
  await sweep()
  expect(await waits()).toBe(false)
})

test('client credentials have nothing that could die', async () => {
  await db.credentials.replace({ shopId, tokens: { accessToken: 'x', expiresAt: inDays(-5) } })
  await sweep()
  expect(await waits()).toBe(false)
})

test('a shop without access is not called every hour', async () => {
  await install(inDays(1))
  await db.shops.setAccess({ shopId, version: 1, access: 'reauth_required' })
  const before = await readTokens()
  await sweep()
  await stage.work([refreshToken])
  expect(await readTokens()).toEqual(before)
})
