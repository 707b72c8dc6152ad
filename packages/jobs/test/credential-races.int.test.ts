import { randomUUID } from 'node:crypto'
import { createLogger } from '@shopmirror/config'
import { AuthRevokedError, type Platform, type TokenSet } from '@shopmirror/platforms'
import { until } from '@shopmirror/test/until.ts'
import { Registry } from 'prom-client'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createCredentialKeeper } from '../src/credentials/credential-keeper.ts'
import { createJobMetrics } from '../src/metrics.ts'
import { createStage } from './context.ts'
import { createPaperPlatform, createPaperShop } from './paper-platform.ts'

const paper = createPaperPlatform(createPaperShop(0), () => new Date())
/** Refreshes on their way to the platform; each is answered by the test. */
let asked: PromiseWithResolvers<TokenSet>[] = []
const platform: Platform = {
  ...paper,
  tokens: {
    ...paper.tokens,
    refresh() {
      const answer = Promise.withResolvers<TokenSet>()
      asked.push(answer)
      return answer.promise
    },
  },
}
const stage = await createStage({ platforms: [platform] })
const { db } = stage.context
afterAll(() => stage[Symbol.asyncDispose]())

const registry = new Registry()
const metrics = createJobMetrics(registry)
const log = createLogger({ level: 'silent', name: 'test' })
const openKeeper = (stopping = new AbortController().signal) =>
  createCredentialKeeper({
    ...{ db, metrics, log, stopping },
    platforms: stage.context.platforms,
    now: () => new Date(),
  })

const good = (accessToken: string): TokenSet => ({ accessToken, expiresAt: new Date(Date.now() + 3_600_000) })
const refreshed = async () => {
  const counter = await registry.getSingleMetric('shopmirror_token_refreshes_total')?.get()
  return counter?.values.find(({ labels }) => labels.outcome === 'refreshed')?.value ?? 0
}

let shopId: string
beforeEach(async () => {
  asked = []
  registry.resetMetrics()
  shopId = (await stage.connectShop('paper')).id
  await db.credentials.replace({ shopId, tokens: { accessToken: 'stale', expiresAt: new Date(0) } })
})
const begun = () => until(() => asked[0])
const shop = () => db.shops.find(shopId)
const alerts = async () => (await db.alerts.toNotify(100)).filter((alert) => alert.shopId === shopId)

describe('a refresh that ends after the merchant has reauthorized', () => {
  const reauthorize = () => db.credentials.replace({ shopId, version: 1, tokens: good('granted') })

  test('with new tokens does not overwrite the grant, which waiting callers get, and is not counted', async () => {
    const token = openKeeper().get(shopId)
    const refresh = await begun()
    await reauthorize()
    refresh.resolve(good('refreshed'))
    expect(await token).toEqual({ value: 'granted', version: 2 })
    expect(await db.credentials.read(shopId)).toMatchObject({ version: 2, tokens: { accessToken: 'granted' } })
    expect(await refreshed()).toBe(0)
  })

  test('with a refusal, even a second one, changes nothing', async () => {
    await db.credentials.countRefusal({ shopId, version: 1 })
    const token = openKeeper().get(shopId)
    const refresh = await begun()
    await reauthorize()
    refresh.reject(new AuthRevokedError('refused'))
    expect(await token).toEqual({ value: 'granted', version: 2 })
    expect(await db.credentials.read(shopId)).toMatchObject({ refusals: 0, leaseOwner: null })
    expect(await shop()).toMatchObject({ status: 'active', statusReason: null })
    expect(await alerts()).toEqual([])
  })

  test('finds a grant that has expired as well, and refreshes that', async () => {
    const token = openKeeper().get(shopId)
    const refresh = await begun()
    await db.credentials.replace({ shopId, version: 1, tokens: { accessToken: 'old', expiresAt: new Date(0) } })
    refresh.resolve(good('lost'))
    ;(await until(() => asked[1])).resolve(good('kept'))
    expect(await token).toEqual({ value: 'kept', version: 3 })
    expect(await refreshed()).toBe(1)
  })
})

test('a second rejection in a row names the rejected version, for later callers, too', async () => {
  await db.credentials.countRefusal({ shopId, version: 1 })
  const token = openKeeper().get(shopId)
  const settled = expect(token).rejects.toMatchObject({ kind: 'auth_revoked', version: 1, message: 'refused' })
  ;(await begun()).reject(new AuthRevokedError('refused'))
  await settled
  expect(await shop()).toMatchObject({ status: 'reauth_required', statusReason: 'refused' })
  await expect(openKeeper().get(shopId)).rejects.toMatchObject({ kind: 'auth_revoked', version: 1 })
  expect(asked).toHaveLength(1)
})

test('a wait for the refresh of another process ends when the own process has to stop', async () => {
  const until = new Date(Date.now() + 3_600_000)
  expect(await db.credentials.takeLease({ shopId, version: 1, owner: randomUUID(), until })).toBe(true)
  const stopping = new AbortController()
  const token = openKeeper(stopping.signal).get(shopId)
  const settled = expect(token).rejects.toMatchObject({ name: 'AbortError' })
  stopping.abort()
  await settled
  expect(asked).toEqual([])
})
