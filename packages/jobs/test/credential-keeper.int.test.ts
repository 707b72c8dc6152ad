import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import type { StoredTokens } from '@shopmirror/db'
import { type AccessToken, AuthRevokedError, PermanentError, RetryableError } from '@shopmirror/platforms'
import { startSandbox } from '@shopmirror/sandbox'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openKeeper } from './support/keeper.ts'
import type { TokenTask } from './support/token-caller.ts'

const sandbox = await startSandbox({ products: 1, customers: 1, orders: 1 })
const testDatabase = await createTestDatabase()
const env = { ...sandbox.env }
const settings = { databaseUrl: testDatabase.url, keys: `test:${randomBytes(32).toString('base64')}`, env }
const byCode = { ...settings, env: { ...env, SHOPRENTER_GRANT: 'authorization_code' } }
const opened = openKeeper(settings)
const { db, keeper } = opened
const children: ChildProcess[] = []
const account = await db.accounts.create({ name: 'Test' })

afterAll(async () => {
  await opened.close()
  await testDatabase[Symbol.asyncDispose]()
  await sandbox.close()
})
afterEach(() => {
  sandbox.faults.clear()
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

let shopId: string
let domain: string
let callsBefore: number
beforeEach(async () => {
  domain = `shop-${randomUUID().slice(0, 8)}`
  const { shop } = await db.shops.connect({ accountId: account.id, platform: 'shoprenter', domain })
  await db.shops.setAccess({ shopId: shop.id, version: null, access: 'active' })
  shopId = shop.id
  callsBefore = sandbox.stats.tokenCalls
})

const upstreamCalls = () => sandbox.stats.tokenCalls - callsBefore
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000)
const store = (tokens: Partial<StoredTokens>) =>
  db.credentials.replace({ shopId, tokens: { accessToken: 'stale', expiresAt: inMinutes(-1), ...tokens } })
const statusOf = async () => (await db.shops.find(shopId))?.status
const works = ({ value }: AccessToken) => sandbox.shoprenter.tokens.check(domain, value) !== null

function startCaller(task: Partial<TokenTask> = {}): ChildProcess {
  const child = fork(join(import.meta.dirname, 'support', 'token-caller.ts'), { execArgv: [] })
  children.push(child)
  child.send({ ...settings, shopId, callers: 25, ...task } satisfies TokenTask)
  return child
}

async function tokensOf(child: ChildProcess): Promise<AccessToken[]> {
  const [tokens] = (await once(child, 'message')) as [AccessToken[]]
  return tokens
}

describe('one refresh', () => {
  test('serves a hundred callers in four processes whose token has expired', async () => {
    await store({})
    sandbox.faults.set({ kind: 'latency', path: 'token', ms: 300 })
    const callers = Array.from({ length: 4 }, () => startCaller())
    const tokens = (await Promise.all(callers.map(tokensOf))).flat()
    expect(tokens).toHaveLength(100)
    expect(new Set(tokens.map(({ value }) => value)).size).toBe(1)
    expect(works(tokens[0] as AccessToken)).toBe(true)
    expect(upstreamCalls()).toBe(1)
  })

  test('serves everybody who was refused with the same token', async () => {
    await store({ expiresAt: inMinutes(60) })
    const refused = await keeper.get(shopId)
    const callers = Array.from({ length: 3 }, () => startCaller({ refused }))
    const tokens = (await Promise.all(callers.map(tokensOf))).flat()
    expect(tokens.every((token) => token.version > refused.version && works(token))).toBe(true)
    expect(upstreamCalls()).toBe(1)
  })

  test('is not repeated for a refused token that has been replaced since', async () => {
    await store({ expiresAt: inMinutes(60) })
    const refused = await keeper.get(shopId)
    const renewed = await keeper.renew(shopId, refused)
    expect(await keeper.renew(shopId, refused)).toEqual(renewed)
    expect(upstreamCalls()).toBe(1)
  })

  test('of a slow platform is not begun twice because the lease is short', async () => {
    await store({})
    sandbox.faults.set({ kind: 'latency', path: 'token', ms: 1_200 })
    const short = openKeeper({ ...settings, leaseMs: 300 })
    const [mine, other] = await Promise.all([short.keeper.get(shopId), keeper.get(shopId)])
    expect(mine).toEqual(other)
    expect(upstreamCalls()).toBe(1)
    await short.close()
  })

  test('is restarted by another process when its own is killed', async () => {
    await store({})
    sandbox.faults.set({ kind: 'latency', path: 'token', ms: 60_000, count: 1 })
    const doomed = startCaller({ leaseMs: 1_500 })
    await until(() => upstreamCalls() === 1)
    doomed.kill('SIGKILL')
    expect(works(await keeper.get(shopId))).toBe(true)
    expect(upstreamCalls()).toBe(2)
  })
})

describe('a token', () => {
  test('with five minutes left or more is used as it is', async () => {
    await store({ expiresAt: inMinutes(6) })
    expect(await keeper.get(shopId)).toMatchObject({ value: 'stale', version: 1 })
    expect(upstreamCalls()).toBe(0)
  })

  test('with less is renewed before it is used', async () => {
    await store({ expiresAt: inMinutes(60) })
    const later = openKeeper({ ...settings, laterMs: 56 * 60_000 })
    expect(works(await later.keeper.get(shopId))).toBe(true)
    expect(upstreamCalls()).toBe(1)
    await later.close()
  })

  test('is read from the database once, and again after forget', async () => {
    await store({ expiresAt: inMinutes(60) })
    await keeper.get(shopId)
    await db.credentials.replace({ shopId, version: 1, tokens: { accessToken: 'newer', expiresAt: inMinutes(60) } })
    expect((await keeper.get(shopId)).value).toBe('stale')
    keeper.forget(shopId)
    expect((await keeper.get(shopId)).value).toBe('newer')
  })

  test('of a shop without credentials is a permanent failure', async () => {
    await expect(keeper.get(shopId)).rejects.toBeInstanceOf(PermanentError)
  })
})

describe('a failing platform', () => {
  test('that answers 500 or does not answer is retried later, without a refusal', async () => {
    await store({})
    for (const kind of ['error', 'tokenLost', 'reset'] as const) {
      sandbox.faults.set({ kind, path: 'token' })
      await expect(keeper.get(shopId)).rejects.toBeInstanceOf(RetryableError)
      sandbox.faults.clear()
    }
    expect(await db.credentials.read(shopId)).toMatchObject({ version: 1, refusals: 0, leaseOwner: null })
    expect(works(await keeper.get(shopId))).toBe(true)
    expect(await statusOf()).toBe('active')
  })

  test('that refuses once is not believed', async () => {
    await store({})
    sandbox.faults.set({ kind: 'tokenRefused', path: 'token', count: 1 })
    await expect(keeper.get(shopId)).rejects.toBeInstanceOf(RetryableError)
    expect(works(await keeper.get(shopId))).toBe(true)
    expect(await db.credentials.read(shopId)).toMatchObject({ refusals: 0 })
    expect(await statusOf()).toBe('active')
  })

  test('that rejects twice sets reauth_required, raises one alert and is not called again', async () => {
    await store({})
    sandbox.shoprenter.tokens.revoke(domain, true)
    await expect(keeper.get(shopId)).rejects.toBeInstanceOf(RetryableError)
    await expect(keeper.get(shopId)).rejects.toBeInstanceOf(AuthRevokedError)
    expect(await statusOf()).toBe('reauth_required')
    const alerts = (await db.alerts.toNotify(100)).filter((alert) => alert.shopId === shopId)
    expect(alerts).toMatchObject([{ kind: 'auth_revoked' }])

    await expect(keeper.get(shopId)).rejects.toBeInstanceOf(AuthRevokedError)
    expect(upstreamCalls()).toBe(2)
  })
})

describe('a refresh token', () => {
  const install = async () => {
    const code = sandbox.shoprenter.tokens.issueCode(domain)
    const { body } = sandbox.shoprenter.tokens.ask(domain, grantOf({ grant_type: 'authorization_code', code }))
    const { access_token: accessToken = '', refresh_token: refreshToken } = body as Record<string, string>
    await store({ accessToken, refreshToken })
    return refreshToken
  }
  const grantOf = (grant: Record<string, string>) => ({
    ...grant,
    client_id: sandbox.shoprenter.clientId,
    client_secret: sandbox.shoprenter.clientSecret,
  })

  test('is kept beside the next one until that has worked once', async () => {
    const first = await install()
    const other = openKeeper(byCode)
    const token = await other.keeper.get(shopId)
    expect((await db.credentials.read(shopId))?.tokens?.previousRefreshToken).toBe(first)

    other.keeper.confirm(shopId, token)
    await until(async () => (await db.credentials.read(shopId))?.tokens?.previousRefreshToken === undefined)
    expect((await db.credentials.read(shopId))?.tokens?.refreshToken).not.toBe(first)
    await other.close()
  })

  test('that the platform does not know falls back to the previous one', async () => {
    const first = await install()
    await db.credentials.replace({
      shopId,
      version: 1,
      tokens: {
        accessToken: 'x',
        refreshToken: 'never-heard-of',
        previousRefreshToken: first,
        expiresAt: inMinutes(-1),
      },
    })
    const other = openKeeper(byCode)
    expect(works(await other.keeper.get(shopId))).toBe(true)
    expect(await db.credentials.read(shopId)).toMatchObject({ refusals: 0 })
    await other.close()
  })

  test('survives an answer that was an error, and is sent again', async () => {
    await install()
    sandbox.faults.set({ kind: 'error', path: 'token' })
    const other = openKeeper(byCode)
    await expect(other.keeper.get(shopId)).rejects.toBeInstanceOf(RetryableError)
    sandbox.faults.clear()
    expect(works(await other.keeper.get(shopId))).toBe(true)
    await other.close()
  })
})
