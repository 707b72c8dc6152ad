import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { createStage } from './stage.ts'
import { PASSWORD } from './visits.ts'

const ORIGIN = { origin: 'https://mirror.example.com' }
const stage = await createStage()
afterAll(() => stage[Symbol.asyncDispose]())

const signIn = (email: string, password = PASSWORD, remoteAddress = '198.51.100.1') =>
  stage.app.inject({
    method: 'POST',
    url: '/api/v1/auth/sign-in',
    headers: ORIGIN,
    payload: { email, password },
    remoteAddress,
  })
const me = (headers: Record<string, string>) => stage.app.inject({ url: '/api/v1/me', headers })

test('a session is a cookie that scripts cannot read, and nothing in the body', async () => {
  const { email } = await stage.signIn('admin')
  const answer = await signIn(email)
  expect([answer.statusCode, answer.json()]).toEqual([200, { data: { signed_in: true } }])
  const [cookie = ''] = [answer.headers['set-cookie'] ?? ''].flat()
  expect(cookie).toMatch(/^__Secure-shopmirror\.session_token=/)
  for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(attribute)
  expect(answer.cookies.length).toBe(1)
})

test('the caller learns who they are and what they may do', async () => {
  const { email, accountId, userId, headers } = await stage.signIn('member')
  const { data } = (await me(headers)).json()
  expect(data).toMatchObject({ kind: 'person', id: userId, email, role: 'member', permissions: ['read', 'operate'] })
  expect(data.account.id).toBe(accountId)
  const key = await stage.issueKey()
  expect((await me(key.headers)).json().data).toMatchObject({ kind: 'key', role: 'member', email: null })
})

test('a signed-out session is over at once, and its cookie is deleted', async () => {
  const { headers } = await stage.signIn()
  const answer = await stage.app.inject({ method: 'POST', url: '/api/v1/auth/sign-out', headers })
  expect(answer.json()).toEqual({ data: { signed_in: false } })
  expect(answer.cookies[0]).toMatchObject({ value: '', maxAge: 0 })
  expect((await me(headers)).statusCode).toBe(401)
})

test('a wrong password and an unknown address get the same answer', async () => {
  const { email } = await stage.signIn()
  const wrong = await signIn(email, 'another password')
  const unknown = await signIn(`${randomUUID()}@example.com`, 'another password')
  expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401])
  const { request_id: _first, ...first } = wrong.json()
  const { request_id: _second, ...second } = unknown.json()
  expect(first).toEqual(second)
  expect(first.type).toBe('urn:shopmirror:problem:wrong-sign-in')
})

test('the database has no token and no password that would open a session', async () => {
  const { headers, email } = await stage.signIn()
  const token = decodeURIComponent(headers.cookie).split('=')[1]?.split('.')[0] ?? ''
  expect(token.length).toBeGreaterThan(30)
  const rows = await stage.sql`select token_hash from sessions`
  expect(rows.some(({ token_hash }) => token_hash.includes(token))).toBe(false)
  const [login] = await stage.sql`
    select password from user_logins join users on users.id = user_id where email = ${email}`
  expect(login?.password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/)
  expect(login?.password).not.toContain(PASSWORD)
})

test('guessing is limited for a person and for an address, known or not', async () => {
  const { email } = await stage.signIn()
  const statuses = async (address: string) => {
    const answers = []
    for (let attempt = 0; attempt < 10; attempt++) answers.push(await signIn(address, 'a guess', '198.51.100.7'))
    return answers.map(({ statusCode }) => statusCode)
  }
  const known = await statuses(email)
  const unknown = await statuses(`${randomUUID()}@example.com`)
  expect(known).toEqual([...Array(8).fill(401), 429, 429])
  expect(unknown).toEqual(known)
  expect((await signIn(email, PASSWORD, '198.51.100.8')).statusCode).toBe(200)
  expect((await signIn(`${randomUUID()}@example.com`, 'a guess', '198.51.100.7')).statusCode).toBe(429)
})

test('a session that was changed, or signed by somebody else, is nobody', async () => {
  const { headers } = await stage.signIn()
  const [name = '', value = ''] = headers.cookie.split('=')
  for (const changed of [`${name}=${value.slice(0, -6)}AAAAAA`, `${name}=x${value}`, `${name}=`, `${name}=%00`])
    expect((await me({ cookie: changed })).statusCode).toBe(401)
  expect((await me({ cookie: headers.cookie.replace('__Secure-', '') })).statusCode).toBe(401)
})

test('a key that is sent beside a cookie is what counts', async () => {
  const { headers } = await stage.signIn('viewer')
  const key = await stage.issueKey('operator')
  expect((await me({ ...headers, ...key.headers })).json().data).toMatchObject({ kind: 'key', role: 'operator' })
})

test('a person works in the account that they select, and in no other', async () => {
  const { headers, userId, accountId } = await stage.signIn('viewer')
  const other = await stage.db.accounts.create({ name: randomUUID() })
  const select = () =>
    stage.app.inject({ method: 'PUT', url: '/api/v1/me/account', headers, payload: { account_id: other.id } })
  expect((await select()).statusCode).toBe(404)
  await stage.db.members.add({ accountId: other.id, userId, role: 'admin' })
  expect((await select()).json().data.id).toBe(other.id)
  expect((await me(headers)).json().data).toMatchObject({ role: 'admin', account: { id: other.id } })
  await stage.db.members.remove({ accountId: other.id, userId })
  expect((await me(headers)).json().data).toMatchObject({ role: 'viewer', account: { id: accountId } })
})

test('a person without an account learns that, and nothing else', async () => {
  const { headers, userId, accountId } = await stage.signIn('viewer')
  await stage.db.members.remove({ accountId, userId })
  expect((await me(headers)).json().data).toMatchObject({ role: 'none', permissions: [], account: null })
  const shops = await stage.app.inject({ url: '/api/v1/shops', headers })
  expect([shops.statusCode, shops.json().type]).toEqual([403, 'urn:shopmirror:problem:no-account'])
})

test('an operator sees all accounts', async () => {
  const { accountId } = await stage.issueKey()
  const shop = await stage.connectShop(accountId)
  const operator = await stage.signIn('operator')
  expect((await stage.app.inject({ url: `/api/v1/shops/${shop}`, headers: operator.headers })).statusCode).toBe(200)
  expect((await stage.app.inject({ url: '/queues', headers: operator.headers })).statusCode).toBe(200)
  const owner = await stage.signIn('owner')
  expect((await stage.app.inject({ url: '/queues', headers: owner.headers })).statusCode).toBe(403)
})

test('a cookie holds for the path of PUBLIC_URL only, and over http without Secure', async () => {
  await using below = await createStage({ settings: { publicUrl: 'http://mirror.example.com/mirror' } })
  const { headers } = await below.signIn()
  expect(headers.cookie).toMatch(/^shopmirror\.session_token=/)
  const answer = await below.app.inject({ method: 'POST', url: '/mirror/api/v1/auth/sign-out', headers })
  expect(answer.cookies[0]).toMatchObject({ path: '/mirror/', httpOnly: true, sameSite: 'Lax' })
  expect(answer.cookies[0]).not.toHaveProperty('secure')
})
