import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { Sandbox, SandboxOptions } from '../sandbox.ts'
import { startSandbox } from '../start-sandbox.ts'
import { truthOf } from '../world/truth.ts'
import { createCaller } from './caller.ts'

const open: Sandbox[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()))
})

async function start(options: SandboxOptions = {}) {
  const sandbox = await startSandbox({ shoprenter: { requestsPerSecond: 10_000 }, ...options })
  open.push(sandbox)
  return { sandbox, caller: await createCaller(sandbox) }
}

test('the same seed makes the same world, another one another', async () => {
  const [one, same, other] = await Promise.all([start({ seed: 7 }), start({ seed: 7 }), start({ seed: 8 })])
  const withoutTimes = ({ sandbox }: typeof one) =>
    [...truthOf(sandbox.world(), 'products')].map(({ createdAt: _created, updatedAt: _updated, ...product }) => product)
  expect(withoutTimes(same)).toEqual(withoutTimes(one))
  expect(withoutTimes(other)).not.toEqual(withoutTimes(one))
})

test('pages hold what exists, each object once, and end with an error', async () => {
  const { sandbox, caller } = await start({ products: 450 })
  const seen: unknown[] = []
  for (const page of [0, 1, 2]) {
    const { items } = (await caller.api(`productExtend?full=1&limit=200&page=${page}`)).json()
    seen.push(...(items as { innerId: string }[]).map(({ innerId }) => Number(innerId)))
  }
  expect(seen).toEqual([...truthOf(sandbox.world(), 'products')].map(({ id }) => id))
  const past = await caller.api('productExtend?full=1&limit=200&page=3')
  expect([past.status, past.json().error]).toEqual([400, 40_008])
  expect((await caller.api('productExtend?limit=201')).status).toBe(400)
})

test('no second holds more calls than the allowance', async () => {
  const { sandbox, caller } = await start()
  sandbox.shoprenter.limit.perSecond = 3
  const statuses = await Promise.all(
    Array.from({ length: 10 }, () => caller.api('languages').then(({ status }) => status)),
  )
  expect(statuses.filter((status) => status === 200)).toHaveLength(3)
  expect(statuses.filter((status) => status === 429)).toHaveLength(7)
})

test('a token is valid for an hour of the sandbox, and is revoked at once', async () => {
  const { sandbox, caller } = await start()
  sandbox.clock.advance(3_590_000)
  expect((await caller.api('languages')).status).toBe(200)
  sandbox.clock.advance(20_000)
  expect((await caller.api('languages')).status).toBe(401)

  caller.use(String((await caller.askToken()).json().access_token))
  expect((await caller.api('languages')).status).toBe(200)
  sandbox.shoprenter.tokens.revoke(sandbox.world().domain, true)
  expect((await caller.api('languages')).status).toBe(401)
  expect((await caller.askToken()).status).toBe(401)
})

test('a code and a refresh token work once', async () => {
  const { sandbox, caller } = await start()
  const byCode = { grant_type: 'authorization_code', code: sandbox.shoprenter.tokens.issueCode(sandbox.world().domain) }
  const first = await caller.askToken(byCode)
  expect([first.status, (await caller.askToken(byCode)).status]).toEqual([200, 400])

  const refresh = { grant_type: 'refresh_token', refresh_token: String(first.json().refresh_token) }
  expect([(await caller.askToken(refresh)).status, (await caller.askToken(refresh)).status]).toEqual([200, 400])
})

test('a scope that is not granted is refused, and no other', async () => {
  const { sandbox, caller } = await start()
  sandbox.shoprenter.tokens.setScopes(sandbox.world().domain, ['product.product:read'])
  caller.use(String((await caller.askToken()).json().access_token))
  expect((await caller.api('productExtend')).status).toBe(200)
  expect((await caller.api('orderExtend')).status).toBe(403)
})

test('without the right headers there is XML or a refusal', async () => {
  const { caller } = await start()
  expect((await caller.api('languages', { headers: { 'content-type': 'application/json' } })).text).toContain('<?xml')
  expect((await caller.api('languages', { headers: { accept: 'application/json' } })).status).toBe(400)
})

test.each([
  ['error', (answer: { status: number }) => answer.status === 500],
  ['throttle', (answer: { status: number }) => answer.status === 429],
  ['unauthorized', (answer: { status: number }) => answer.status === 401],
  ['xml', (answer: { text: string }) => answer.text.startsWith('<?xml')],
  ['garbage', (answer: { text: string }) => answer.text.endsWith('}{{')],
] as const)('a fault of kind %s hits as many calls as configured', async (kind, isHit) => {
  const { sandbox, caller } = await start()
  sandbox.faults.set({ kind, count: 2, path: 'languages' })
  expect((await caller.api('settings')).status).toBe(200)
  const answers = [await caller.api('languages'), await caller.api('languages'), await caller.api('languages')]
  expect(answers.map((answer) => isHit(answer))).toEqual([true, true, false])
})

test.each(['reset', 'truncate'] as const)('a fault of kind %s breaks the connection', async (kind) => {
  const { sandbox, caller } = await start()
  sandbox.faults.set({ kind, count: 1 })
  await expect(caller.api('languages')).rejects.toThrow()
  expect((await caller.api('languages')).status).toBe(200)
})

/** An app's server that counts what comes. */
async function listen(answer: (hit: number) => number) {
  const hits: { type: string; body: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      hits.push({ type: String(request.headers['content-type']), body })
      response.writeHead(answer(hits.length)).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return { hits, url, [Symbol.asyncDispose]: async () => void server.close() }
}

test('webhooks are sent again until they are accepted, and lost or repeated when the policy says so', async () => {
  await using app = await listen((hit) => (hit === 1 ? 500 : 200))
  const { sandbox, caller } = await start()
  const hook = { event: 'order_status_change', status: '1', label: 'test', webHookParameters: [{ url: app.url }] }
  expect((await caller.api('webHooks', { method: 'POST', body: { data: hook } })).status).toBe(201)

  sandbox.world().changeOrderStatus(1, 'shipped')
  await sandbox.shoprenter.webhooks.idle()
  expect(app.hits).toHaveLength(2)
  expect(app.hits[0]?.type).toMatch(/^multipart\/form-data; boundary=/)

  sandbox.shoprenter.webhooks.policy.lost = 1
  sandbox.world().changeOrderStatus(1, 'complete')
  await sandbox.shoprenter.webhooks.idle()
  expect(app.hits).toHaveLength(2)

  Object.assign(sandbox.shoprenter.webhooks.policy, { lost: 0, duplicates: 1, encoding: 'json' })
  sandbox.world().changeOrderStatus(1, 'paid')
  await sandbox.shoprenter.webhooks.idle()
  expect(app.hits.slice(2).map(({ body }) => JSON.parse(body).orders.order[0].innerId)).toEqual(['1', '1'])
})

test('a change is stamped by the world, and found by the window of changes', async () => {
  const { sandbox, caller } = await start()
  sandbox.clock.advance(1_800_000)
  const before = new Date(sandbox.clock.now() - 60_000)
  sandbox.world().updateCustomer(5, { firstName: 'Új' })
  sandbox.world().deleteCustomer(6)
  const zoned = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Budapest',
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  const from = zoned.format(before).replace(' ', 'T')
  const { items } = (await caller.api(`customerExtend?full=1&updatedAtMin=${from}`)).json()
  expect(
    (items as { innerId: string; firstname: string }[]).map(({ innerId, firstname }) => [innerId, firstname]),
  ).toEqual([['5', 'Új']])
})
