import { randomUUID } from 'node:crypto'
import { AuthRevokedError, type Platform } from '@shopmirror/platforms'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { pauseShop, resumeShop } from '../src/access/pause-shop.ts'
import { installShop } from '../src/installs/install-shop.ts'
import { startSync } from '../src/sync/start-sync.ts'
import { syncRun } from '../src/sync/sync-run.ts'
import { createStage } from './context.ts'
import { createPaperPlatform, createPaperShop } from './paper-platform.ts'

const paper = createPaperPlatform(createPaperShop(0), () => new Date())
let isRefusing = false
const tokens = async () => {
  if (isRefusing) throw new AuthRevokedError('refused')
  return { accessToken: randomUUID(), expiresAt: new Date(Date.now() + 3_600_000) }
}
let whileDescribed: () => Promise<void>
const platform: Platform = {
  ...paper,
  tokens: { grant: tokens, refresh: tokens },
  client(options) {
    const client = paper.client(options)
    return { ...client, describe: () => whileDescribed().then(client.describe) }
  },
}
const stage = await createStage({ platforms: [platform] })
const { context, sql } = stage
const { db, credentials } = context
afterAll(() => stage[Symbol.asyncDispose]())

let shopId: string
let domain: string
beforeEach(() => connect())

async function connect(): Promise<void> {
  isRefusing = false
  whileDescribed = async () => undefined
  await stage.forgetJobs()
  domain = randomUUID()
  shopId = (await stage.connectShop('paper', domain)).id
  await db.credentials.replace({ shopId, tokens: await tokens() })
}

const shop = () => db.shops.find(shopId)
const runs = () => db.runs.list({ accountId: null, shopId, limit: 10 })
const current = async () => (await db.credentials.read(shopId))?.version ?? 0

async function reauthorize(): Promise<void> {
  const expiresAt = new Date(Date.now() + 60_000)
  const accountId = stage.account.id
  const installationId = await db.installations.create({
    platform: 'paper',
    domain,
    code: 'code',
    accountId,
    expiresAt,
  })
  await installShop.run({ installationId }, context, stage.attempt())
}

/** Asked for a newer token as after a 401. */
async function renew(): Promise<void> {
  const refused = { value: '', version: await current() }
  await credentials.renew(shopId, refused).catch(() => undefined)
}

async function revoke(): Promise<void> {
  isRefusing = true
  await renew()
  await renew()
  isRefusing = false
}

interface Model {
  isPaused: boolean
  hasAccess: boolean
  version: number
}

const steps = {
  pause: { run: () => pauseShop(shopId, context), model: (state: Model) => ({ ...state, isPaused: true }) },
  resume: { run: () => resumeShop(shopId, context), model: (state: Model) => ({ ...state, isPaused: false }) },
  revoke: { run: revoke, model: (state: Model) => ({ ...state, hasAccess: false }) },
  revokeOld: {
    run: async () =>
      void (await db.shops.setAccess({ shopId, version: (await current()) - 1, access: 'reauth_required' })),
    model: (state: Model) => state,
  },
  reauthorize: {
    run: reauthorize,
    model: (state: Model) => ({ ...state, hasAccess: true, version: state.version + 1 }),
  },
  refresh: {
    run: renew,
    model: (state: Model) => (state.hasAccess ? { ...state, version: state.version + 1 } : state),
  },
}

const stepNames = Object.keys(steps) as (keyof typeof steps)[]

test('pause and access are independent, in any order of their changes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...stepNames), { minLength: 1, maxLength: 12 }), async (names) => {
      await connect()
      let state: Model = { isPaused: false, hasAccess: true, version: 1 }
      for (const name of names) {
        await steps[name].run()
        state = steps[name].model(state)
        const row = await shop()
        const actual = {
          isPaused: row?.pausedAt != null,
          hasAccess: row?.access === 'active',
          version: await current(),
        }
        expect(actual, name).toEqual(state)
        const withAccess = state.isPaused ? 'paused' : 'active'
        expect(row?.status, name).toBe(state.hasAccess ? withAccess : 'reauth_required')
      }
    }),
    { numRuns: 40 },
  )
})

test('in the same moment, a grant wins over every refusal of what it replaced, and the pause stays', async () => {
  for (let round = 0; round < 10; round++) {
    await connect()
    const refuse = () => db.shops.setAccess({ shopId, version: 1, access: 'reauth_required' })
    await Promise.all([refuse(), pauseShop(shopId, context), reauthorize(), refuse(), refuse()])
    expect(await shop()).toMatchObject({ status: 'paused', statusReason: null })
  }
})

test('a paused shop that lost access is reauthorized without a sync, and resumed later', async () => {
  await pauseShop(shopId, context)
  await revoke()
  expect(await shop()).toMatchObject({ status: 'reauth_required', pausedAt: expect.any(Date) })
  await reauthorize()
  expect(await shop()).toMatchObject({ status: 'paused', statusReason: null })
  expect(await runs()).toEqual([])
  await resumeShop(shopId, context)
  expect(await shop()).toMatchObject({ status: 'active', pausedAt: null })
  expect(await runs()).toMatchObject([{ type: 'incremental', trigger: 'gap', status: 'queued' }])
})

test('a refused second installation does not undo the pause of a shop at work', async () => {
  await pauseShop(shopId, context)
  isRefusing = true
  await expect(reauthorize()).rejects.toBeInstanceOf(AuthRevokedError)
  expect(await shop()).toMatchObject({ status: 'paused' })
})

test('an install whose credentials were replaced does not activate the shop', async () => {
  await revoke()
  whileDescribed = async () => {
    await credentials.get(shopId)
    await db.credentials.replace({ shopId, version: await current(), tokens: null })
  }
  await expect(reauthorize()).rejects.toMatchObject({ kind: 'retryable' })
  expect(await shop()).toMatchObject({ status: 'reauth_required' })
})

describe('pausing and resuming', () => {
  const begin = async () => (await startSync({ shopId, type: 'full', trigger: 'manual' }, context)).run.id
  const statusOf = async (runId: string) => (await db.runs.find(runId))?.status

  /** Postgres ends the transaction where the run is changed, as a crash would. */
  async function dyingAtTheRun(work: () => Promise<unknown>): Promise<void> {
    await sql.unsafe(`
      create function die() returns trigger language plpgsql as $$ begin raise exception 'died'; end $$;
      create trigger die before update on sync_runs for each row execute function die()`)
    await expect(work()).rejects.toThrow()
    await sql.unsafe('drop trigger die on sync_runs; drop function die')
  }

  test('killed half-way, neither the shop nor its run has changed', async () => {
    const runId = await begin()
    await dyingAtTheRun(() => pauseShop(shopId, context))
    expect([(await shop())?.status, await statusOf(runId)]).toEqual(['active', 'queued'])
    await pauseShop(shopId, context)
    await dyingAtTheRun(() => resumeShop(shopId, context))
    expect([(await shop())?.status, await statusOf(runId)]).toEqual(['paused', 'paused'])
    expect(await resumeShop(shopId, context)).toBe(true)
    expect([(await shop())?.status, await statusOf(runId)]).toEqual(['active', 'queued'])
  })

  test('resumed while its run stops for the pause, a shop at work never keeps a paused run', async () => {
    for (let round = 0; round < 15; round++) {
      await connect()
      await db.shops.pause(shopId)
      const { id } = (await db.runs.create({ shopId, type: 'full', trigger: 'manual', resources: ['products'] })).run
      const work = syncRun.run({ runId: id, shopId }, context, stage.attempt())
      await Promise.all([work, resumeShop(shopId, context)])
      expect(await statusOf(id)).not.toBe('paused')
    }
  })

  test('of a shop without access is stored, and starts nothing', async () => {
    await revoke()
    expect(await pauseShop(shopId, context)).toBe(true)
    expect(await pauseShop(shopId, context)).toBe(false)
    expect(await resumeShop(shopId, context)).toBe(true)
    expect(await shop()).toMatchObject({ status: 'reauth_required', pausedAt: null })
    expect(await runs()).toEqual([])
  })
})
