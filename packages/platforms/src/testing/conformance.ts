import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AuthRevokedError, PermanentError, RateLimitedError, RetryableError } from '../contract/errors.ts'
import type { Json, Resource } from '../contract/mirror-rows.ts'
import type { Platform } from '../contract/platform.ts'
import { readCost } from '../contract/read-cost.ts'
import type { ShopClient } from '../contract/shop-client.ts'
import type { TokenSet } from '../contract/tokens.ts'
import { describeGuide } from './conformance-guide.ts'
import { createAccess, type GrantRequest, type RecordedAccess } from './test-access.ts'

/** What the suite needs of a platform and its emulator. */
export interface PlatformStage {
  platform: Platform
  domain: string
  /** The request of the first token. Default: the domain alone. */
  grantRequest?(): Promise<GrantRequest>
  /** A secret of the app that is still accepted, but no longer the first. */
  oldSecret: string
  /** Ids of the existing objects. */
  ids(resource: Resource): string[]
  /** Changes one object and returns its id. */
  change(resource: Resource): string
  remove(resource: Resource): string
  resourcesWithWindows: readonly Resource[]
  /** The next `times` calls end like this. */
  break(how: 'throttle' | 'error' | 'garbage' | 'truncate' | 'reset' | 'unauthorized', times: number): void
  /** An object disappears while the pages of a resource are read. */
  shift(resource: Resource): void
  refuseTokens(): void
  mend(): void
  close(): Promise<void>
}

/**
 * The tests that every platform must pass. `describeInstalls`: those of its kind of install, from `conformance-installs.ts`.
 */
export function describePlatform<Stage extends PlatformStage>(
  id: string,
  open: () => Promise<Stage>,
  describeInstalls: (stage: () => Stage) => void,
): void {
  describe(`${id} keeps the platform contract`, () => {
    let stage: Stage
    let access: RecordedAccess
    let client: ShopClient

    beforeAll(async () => {
      stage = await open()
      access = createAccess(stage.platform, stage.domain, stage.grantRequest)
      const shop = { id: 'shp_test', domain: stage.domain }
      const profile = await stage.platform.client({ shop, access }).describe()
      client = stage.platform.client({ shop, access, profile })
    })
    afterAll(() => stage.close())

    describeInstalls(() => stage)
    describeGuide(() => stage)

    test('a granted token opens the shop, and so does the refreshed one', async () => {
      const { domain, platform } = stage
      const expectOpen = async ({ accessToken, expiresAt }: TokenSet) => {
        expect(expiresAt === null || expiresAt > new Date()).toBe(true)
        const token = async () => ({ value: accessToken, version: 1 })
        const opened = platform.client({
          shop: { id: 'shp_test', domain },
          access: { ...access, token, renewToken: token },
        })
        expect(await opened.webhooks.list()).toBeInstanceOf(Array)
      }
      const { code, ...request } = await requestOf(stage)
      const granted = await platform.tokens.grant({ ...request, ...(code !== undefined && { code }) })
      await expectOpen(granted)
      await expectOpen(await platform.tokens.refresh({ ...request, current: granted }))
    })

    test('the profile of a shop has currency, time zone and language, and survives JSON', async () => {
      const profile = await client.describe()
      expect(profile.currency).toMatch(/^[A-Z]{3}$/)
      expect(() => new Intl.DateTimeFormat('en', { timeZone: profile.timezone })).not.toThrow()
      expect(JSON.parse(JSON.stringify(profile))).toEqual(profile)
    })

    test('reading all pages of a resource gives exactly what exists', async () => {
      for (const resource of stage.platform.reads.resources) {
        const { ids } = await readAll(client, resource)
        expect([...ids].sort(), resource).toEqual(stage.ids(resource).sort())
      }
    })

    test('a window contains what changed, also when cursors are stored as JSON between pages', async () => {
      for (const resource of stage.resourcesWithWindows) {
        const from = new Date(Date.now() - 60_000)
        const changed = stage.change(resource)
        const { ids } = await readAll(client, resource, { from, to: new Date(Date.now() + 60_000) })
        expect(ids, resource).toContain(changed)
      }
    })

    test('objects that move while pages are read are not missed', async () => {
      for (const resource of stage.resourcesWithWindows) {
        stage.shift(resource)
        const { ids } = await readAll(client, resource)
        for (const id of stage.ids(resource)) expect(ids.has(id), `${resource} ${id}`).toBe(true)
      }
    })

    test('a deleted object reads as null, an existing one has its version', async () => {
      for (const resource of stage.resourcesWithWindows) {
        const gone = stage.remove(resource)
        expect(await client.reads.object(resource, gone), resource).toBeNull()
        const [there = ''] = stage.ids(resource)
        const rows = await client.reads.object(resource, there)
        expect(
          Object.values(rows?.rows ?? {})
            .flat()
            .some((row) => row?.externalId === there && row.sourceUpdatedAt),
        ).toBe(true)
      }
    })

    test('reading objects by id takes no more calls than announced', async () => {
      for (const resource of stage.platform.reads.resources) {
        for (const count of [1, 30]) {
          const ids = stage.ids(resource).slice(0, count)
          const { objects } = client.reads
          // What the client reads once for all is read by then.
          const read = () =>
            objects && ids.length > 1 ? objects(resource, ids) : client.reads.object(resource, ids[0] ?? '')
          await read()
          access.reserved.length = 0
          await read()
          const { calls, cost } = readCost(stage.platform, resource, ids.length)
          expect(access.reserved.length, `${resource} ${ids.length}`).toBeLessThanOrEqual(calls)
          expect(access.reserved.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(cost)
          // Stock of one product is read together, so that levels of few products take fewer calls than announced.
          if (resource !== 'inventory' || ids.length === 1)
            expect(calls, `${resource} ${ids.length}`).toBeLessThanOrEqual(access.reserved.length * 2)
        }
      }
    })

    test('subscriptions are created once, listed and removed', async () => {
      const [topic = ''] = stage.platform.webhooks.topics
      const made = await client.webhooks.subscribe(topic, new URL('http://127.0.0.1:9/hook'))
      expect(await client.webhooks.list()).toContainEqual(made)
      await client.webhooks.unsubscribe(made.externalId)
      expect(await client.webhooks.list()).not.toContainEqual(made)
    })

    test('every attempt on the wire takes from the budget', async () => {
      access.reserved.length = 0
      stage.break('error', 1)
      await client.webhooks.list()
      expect(access.reserved.length).toBe(2)
    })

    test('a 429 is reported to the budget and is a RateLimitedError', async () => {
      stage.break('throttle', 1)
      await expect(client.webhooks.list()).rejects.toBeInstanceOf(RateLimitedError)
      expect(access.signals.at(-1)).toMatchObject({ kind: 'throttled' })
    })

    test('a 401 leads to one token renewal, and the call is repeated', async () => {
      const before = access.renewals
      stage.break('unauthorized', 1)
      await client.webhooks.list()
      expect(access.renewals).toBe(before + 1)
    })

    test('5xx, invalid JSON, a truncated response and a lost connection are RetryableErrors', async () => {
      const [resource = 'products'] = stage.platform.reads.resources
      for (const how of ['error', 'garbage', 'truncate', 'reset'] as const) {
        stage.break(how, 10)
        await expect(client.reads.page({ resource, window: null, cursor: null }), how).rejects.toBeInstanceOf(
          RetryableError,
        )
        stage.mend()
      }
    })

    test('rejected credentials are an AuthRevokedError', async () => {
      const request = await requestOf(stage)
      stage.refuseTokens()
      await expect(stage.platform.tokens.grant(request)).rejects.toBeInstanceOf(AuthRevokedError)
      stage.mend()
    })

    test('no error message contains a secret', async () => {
      const request = await requestOf(stage)
      stage.refuseTokens()
      const error: unknown = await stage.platform.tokens.grant(request).catch((reason: unknown) => reason)
      stage.mend()
      expect(error).not.toBeInstanceOf(PermanentError)
      expect(String(error)).not.toContain(stage.oldSecret)
    })
  })
}

async function requestOf({ grantRequest, domain }: PlatformStage): Promise<GrantRequest> {
  return (await grantRequest?.()) ?? { domain }
}

async function readAll(client: ShopClient, resource: Resource, window: { from: Date; to: Date } | null = null) {
  const ids = new Set<string>()
  let cursor: Json = null
  do {
    const page = await client.reads.page({ resource, window, cursor })
    for (const id of [...page.ids, ...(page.idsOnly ?? [])]) ids.add(id)
    cursor = JSON.parse(JSON.stringify(page.next))
  } while (cursor !== null)
  return { ids }
}
