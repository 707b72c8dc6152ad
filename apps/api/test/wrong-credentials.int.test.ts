import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStage, type Key, type Stage } from './stage.ts'

const LIMIT = 20
let stage: Stage
beforeAll(async () => {
  stage = await createStage({
    settings: {
      requestsPerMinute: LIMIT,
      metricsToken: 'a-token-for-metrics',
      internalSyncSecret: 'a-secret-for-cron',
    },
  })
})
afterAll(() => stage[Symbol.asyncDispose]())

let addresses = 0
/** An address that has asked for nothing yet. */
const newAddress = () => `10.1.${++addresses >> 8}.${addresses & 255}`
const wrongKey = () => ({ authorization: `Bearer smk_${randomBytes(32).toString('base64url')}` })
const ask = (remoteAddress: string, headers: Record<string, string>, url = '/api/v1/keys', on = stage) =>
  on.app.inject({ url, remoteAddress, headers })

async function exhaust(remoteAddress: string, on = stage): Promise<number[]> {
  const answers = await Promise.all(
    Array.from({ length: LIMIT + 5 }, () => ask(remoteAddress, wrongKey(), '/api/v1/keys', on)),
  )
  return answers.map(({ statusCode }) => statusCode).sort()
}
const limited = [...Array(LIMIT).fill(401), ...Array(5).fill(429)]

describe('wrong keys', () => {
  test('of one address are refused beyond the limit, concurrent ones too, with Retry-After', async () => {
    const address = newAddress()
    expect(await exhaust(address)).toEqual(limited)
    const answer = await ask(address, wrongKey())
    expect([answer.statusCode, answer.json().type]).toEqual([429, 'urn:shopmirror:problem:too-many-requests'])
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect((await ask(newAddress(), wrongKey())).statusCode).toBe(401)
  })

  test('beyond the limit cause no query, and a key in use keeps working', async () => {
    await using lame = await createStage({ settings: { requestsPerMinute: LIMIT } })
    const [address, inUse] = [newAddress(), await lame.issueKey()]
    expect((await ask(address, inUse.headers, '/api/v1/keys', lame)).statusCode).toBe(200)
    await exhaust(address, lame)
    expect((await ask(address, inUse.headers, '/api/v1/keys', lame)).statusCode).toBe(200)
    await lame.sql.end()
    expect((await ask(address, wrongKey(), '/api/v1/keys', lame)).statusCode).toBe(429)
    expect((await ask(address, inUse.headers, '/api/v1/keys', lame)).statusCode).toBe(503)
  })

  test('from many addresses of one IPv6 network are counted together', async () => {
    const answers = []
    for (let host = 1; host <= LIMIT + 1; host++) answers.push(await ask(`2001:db8:1:2::${host}`, wrongKey()))
    expect(answers.at(-1)?.statusCode).toBe(429)
    expect((await ask('2001:db8:1:3::1', wrongKey())).statusCode).toBe(401)
  })

  test('are limited by the process itself while Redis is away, and keys still work', async () => {
    await using lame = await createStage({ settings: { requestsPerMinute: LIMIT } })
    const [address, key] = [newAddress(), await lame.issueKey()]
    lame.redis.disconnect()
    expect(await exhaust(address, lame)).toEqual(limited)
    expect((await ask(newAddress(), key.headers, '/api/v1/keys', lame)).statusCode).toBe(200)
  })

  test('that were right until they were revoked count from then on', async () => {
    const [address, key] = [newAddress(), await stage.issueKey()]
    expect((await ask(address, key.headers)).statusCode).toBe(200)
    await stage.sql`update api_keys set revoked_at = now() where account_id = ${key.accountId}`
    const answers = []
    for (let tries = 0; tries < LIMIT + 2; tries++) answers.push((await ask(address, key.headers)).statusCode)
    expect(answers).toEqual([...Array(LIMIT).fill(401), 429, 429])
  })

  test.each([
    ['/queues', 401],
    ['/metrics', 401],
    ['/api/v1/shops', 401],
  ])('at %s are limited in the same way', async (url, refused) => {
    const address = newAddress()
    for (let tries = 0; tries < LIMIT; tries++)
      expect((await ask(address, { authorization: `Bearer wrong-${tries}` }, url)).statusCode).toBe(refused)
    expect((await ask(address, { authorization: 'Bearer wrong' }, url)).statusCode).toBe(429)
  })

  test('beyond the limit a right secret is answered like a wrong one', async () => {
    const address = newAddress()
    await exhaust(address)
    expect((await ask(address, { authorization: 'Bearer a-token-for-metrics' }, '/metrics')).statusCode).toBe(429)
    const cron = { authorization: 'Bearer a-secret-for-cron' }
    const start = (remoteAddress: string) =>
      stage.app.inject({ method: 'POST', url: '/api/v1/internal/scheduled-sync', remoteAddress, headers: cron })
    expect((await start(address)).statusCode).toBe(429)
    expect((await start(newAddress())).statusCode).toBe(200)
    expect((await start(address)).statusCode).toBe(200)
  })
})

describe("an operator's keys", () => {
  const call = (key: Key, method: 'GET' | 'DELETE' | 'POST', path: string, payload?: object) =>
    stage.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: key.headers,
      remoteAddress: newAddress(),
      ...(payload && { payload }),
    })
  const idsOf = async (key: Key) =>
    (await call(key, 'GET', '/keys')).json().data.map(({ id, role }: { id: string; role: string }) => [id, role])

  test('are out of reach of a member of the same account', async () => {
    const member = await stage.issueKey()
    const operator = await stage.issueKey('operator', member.accountId)
    const [[operatorId]] = (await idsOf(operator)).filter(([, role]: string[]) => role === 'operator')
    expect((await idsOf(member)).map(([, role]: string[]) => role)).toEqual(['member'])
    expect((await call(member, 'DELETE', `/keys/${operatorId}`)).statusCode).toBe(404)
    expect((await call(operator, 'GET', '/keys')).statusCode).toBe(200)
    expect(await idsOf(operator)).toHaveLength(2)
    expect((await call(operator, 'DELETE', `/keys/${operatorId}`)).statusCode).toBe(200)
  })

  test('cannot be issued by a member', async () => {
    const member = await stage.issueKey()
    expect((await call(member, 'POST', '/keys', { name: 'x', role: 'operator' })).statusCode).toBe(403)
    expect(await idsOf(member)).toHaveLength(1)
  })
})
