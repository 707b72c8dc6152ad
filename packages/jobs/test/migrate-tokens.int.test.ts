import { AuthRevokedError, type Platform, RetryableError } from '@shopmirror/platforms'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type MigrationDeps, migrateToken } from '../src/credentials/migrate-token.ts'
import { migrateTokens } from '../src/credentials/migrate-tokens.ts'
import { sweepTokens } from '../src/credentials/sweep-tokens.ts'
import { createStage } from './context.ts'
import { createPaperPlatform, createPaperShop } from './paper-platform.ts'

const DAY_MS = 86_400_000
let now = new Date('2026-11-23T10:00:00Z')
const paper = createPaperPlatform(createPaperShop(0), () => now)
/** What the platform answers to a refresh; tests change it. */
let answer: Platform['tokens']['refresh']
let exchanged: string[] = []
const platform: Platform = {
  ...paper,
  tokens: {
    ...paper.tokens,
    refresh(request) {
      exchanged.push(request.current.accessToken)
      return answer(request)
    },
  },
}
const stage = await createStage({ platforms: [platform], now: () => now })
const { context } = stage
const { db } = context
afterAll(() => stage[Symbol.asyncDispose]())

let shopId: string
beforeEach(async () => {
  await stage.forgetJobs()
  await stage.sql`delete from shop_credentials`
  exchanged = []
  answer = async () => ({
    ...{ accessToken: 'expiring', expiresAt: new Date(now.getTime() + 3_600_000) },
    ...{ refreshToken: 'refresh', refreshExpiresAt: new Date(now.getTime() + 90 * DAY_MS) },
  })
  shopId = (await stage.connectShop('paper')).id
})

const unending = { accessToken: 'unending', expiresAt: null }
const migrate = (more: Partial<MigrationDeps> = {}) => migrateToken(shopId, { ...context, ...more })
const readTokens = async () => (await db.credentials.read(shopId))?.tokens

describe('a non-expiring token', () => {
  beforeEach(() => db.credentials.replace({ shopId, tokens: unending }))

  test('is exchanged for an expiring one, once, with any number of requests', async () => {
    const outcomes = await Promise.all([migrate(), migrate(), migrate()])
    expect(exchanged).toEqual(['unending'])
    expect(outcomes.filter(({ outcome }) => outcome === 'migrated').length).toBeGreaterThan(0)
    expect(await readTokens()).toMatchObject({ accessToken: 'expiring', refreshToken: 'refresh' })
    expect(await migrate()).toEqual({ shopId, outcome: 'expiring' })
    expect(exchanged).toEqual(['unending'])
  })

  test('is only named by a dry run', async () => {
    expect(await migrate({ dryRun: true })).toEqual({ shopId, outcome: 'would_migrate' })
    expect(exchanged).toEqual([])
    expect(await readTokens()).toEqual(unending)
  })

  test('is kept when the platform fails, and migrated the next time', async () => {
    const well = answer
    answer = async () => {
      throw new RetryableError('The answer was lost.')
    }
    expect(await migrate()).toEqual({ shopId, outcome: 'failed', detail: 'The answer was lost.' })
    expect(await readTokens()).toEqual(unending)
    answer = well
    expect(await migrate()).toMatchObject({ outcome: 'migrated' })
  })

  test('that the platform refuses twice is the merchant’s to settle', async () => {
    answer = async () => {
      throw new AuthRevokedError('The token is not valid.')
    }
    expect(await migrate()).toMatchObject({ outcome: 'failed' })
    expect(await migrate()).toMatchObject({ outcome: 'refused' })
    expect(await db.shops.find(shopId)).toMatchObject({ status: 'reauth_required' })
  })

  test('that the platform refuses twice is no success of the job either', async () => {
    answer = async () => {
      throw new AuthRevokedError('The token is not valid.')
    }
    const run = () => migrateTokens.run({ shopId }, context, stage.attempt())
    await expect(run()).rejects.toBeInstanceOf(RetryableError)
    await expect(run()).rejects.toMatchObject({ kind: 'auth_revoked', version: 1 })
  })

  test('is called so when the platform gives another of its kind', async () => {
    answer = async () => ({ accessToken: 'another', expiresAt: null })
    expect(await migrate()).toEqual({ shopId, outcome: 'non_expiring' })
  })
})

test.each([
  ['a refresh token', { ...unending, refreshToken: 'refresh' }, undefined, 'expiring'],
  ['an end', { ...unending, expiresAt: new Date(now.getTime() + DAY_MS) }, undefined, 'expiring'],
  ['a merchant who made it', unending, { accessToken: 'unending', clientSecret: 'secret' }, 'own'],
  [
    'an end, from a client of its own',
    { ...unending, expiresAt: now },
    { clientId: 'c', clientSecret: 's' },
    'expiring',
  ],
])('a token with %s is left alone', async (_name, tokens, ownApp, outcome) => {
  await db.credentials.replace({ shopId, tokens, ...(ownApp && { ownApp }) })
  expect(await migrate()).toEqual({ shopId, outcome })
  expect(exchanged).toEqual([])
})

test("the sweep finds unused ones, and none that is younger than a day, expires or is a merchant's", async () => {
  const others = await Promise.all(['ends', 'own', 'gone'].map(() => stage.connectShop('paper')))
  const [ends, own, gone] = others.map(({ id }) => id) as [string, string, string]
  const ownApp = { accessToken: 'own', clientSecret: 'secret' }
  await db.credentials.replace({ shopId, tokens: unending })
  await db.credentials.replace({ shopId: ends, tokens: { accessToken: 'x', expiresAt: now } })
  await db.credentials.replace({ shopId: own, tokens: unending, ownApp })
  await db.credentials.replace({ shopId: gone, tokens: unending })
  await db.shops.setAccess({ shopId: gone, version: 1, access: 'reauth_required' })
  await stage.sql`update shop_credentials set updated_at = ${now.toISOString()}`
  const sweep = () => sweepTokens.run({}, context, stage.attempt())

  await sweep()
  expect(await stage.waiting(migrateTokens)).toEqual([])
  now = new Date(now.getTime() + DAY_MS + 1)
  await sweep()
  expect(await stage.waiting(migrateTokens)).toEqual([{ shopId }])
  await stage.work([migrateTokens])
  expect(await readTokens()).toMatchObject({ refreshToken: 'refresh' })
  await sweep()
  expect(await stage.waiting(migrateTokens)).toEqual([])
})
