import { randomUUID } from 'node:crypto'
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, describe, expect, test } from 'vitest'
import { createStage } from './stage.ts'
import { cookieOf, PASSWORD } from './visits.ts'

const origin = 'https://mirror.example.com'
const stage = await createStage()
const { app, db } = stage
afterAll(() => stage[Symbol.asyncDispose]())

type Headers = Record<string, string>
const ask = (method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, headers: Headers, payload?: object) =>
  app.inject({ method, url: `/api/v1${url}`, headers: { origin, ...headers }, ...(payload && { payload }), ...fresh() })
const read = async (url: string, headers: Headers) =>
  (await app.inject({ url: `/api/v1${url}`, headers })).json<{ data: never }>().data
// Each request from its own address, as the limits count addresses.
const fresh = () => ({ remoteAddress: `2001:db8:${randomUUID().slice(0, 4)}:${randomUUID().slice(0, 4)}::2` })
const problemOf = (answer: LightMyRequestResponse) => [answer.statusCode, answer.json().type?.split(':').at(-1)]

describe('the link of the first operator', () => {
  const use = (token: string, email = `${randomUUID()}@example.com`) =>
    ask('POST', '/auth/operator-link', {}, { token, email, name: 'Olga', password: PASSWORD })

  test('signs in once, as an operator, into an account', async () => {
    expect(await db.people.hasOperator()).toBe(false)
    const token = await db.operatorLinks.create(60_000)
    const [first, second] = await Promise.all([use(token), use(token)])
    const answers = [first, second].sort((a, b) => a.statusCode - b.statusCode)
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 410])
    expect(problemOf(await use(token))).toEqual([410, 'link-ended'])
    const me = await read('/me', { cookie: cookieOf(answers[0] as LightMyRequestResponse) })
    expect(me).toMatchObject({ role: 'operator', name: 'Olga', account: { name: expect.any(String) } })
    expect(await db.people.hasOperator()).toBe(true)
  })

  test('ends at its time, and with the next link', async () => {
    expect(problemOf(await use(await db.operatorLinks.create(-1)))).toEqual([410, 'link-ended'])
    const earlier = await db.operatorLinks.create(60_000)
    await db.operatorLinks.revokeAll()
    expect(problemOf(await use(earlier))).toEqual([410, 'link-ended'])
    expect(problemOf(await use('smo_guess'))).toEqual([410, 'link-ended'])
  })

  test('gives a person who lost their password a new one, and ends their sessions', async () => {
    const { email, headers } = await stage.signIn('viewer')
    const answer = await use(await db.operatorLinks.create(60_000), email)
    expect(answer.statusCode).toBe(200)
    expect((await app.inject({ url: '/api/v1/me', headers })).statusCode).toBe(401)
    expect(await read('/me', { cookie: cookieOf(answer) })).toMatchObject({ email, role: 'operator' })
  })

  test('is stored as a hash', async () => {
    const token = await db.operatorLinks.create(60_000)
    const rows = await stage.sql`select hash from operator_links`
    expect(rows.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash) && !token.includes(hash))).toBe(true)
  })
})

describe('an invitation', () => {
  const invite = async (headers: Headers, email: string, role = 'viewer') => {
    const answer = await ask('POST', '/invitations', headers, { email, role })
    expect(answer.statusCode).toBe(201)
    return { id: answer.json().data.id as string, token: (answer.json().data.link as string).split('#')[1] ?? '' }
  }
  const accept = (token: string, headers: Headers = {}, password = PASSWORD) =>
    ask('POST', '/auth/invitation/accept', headers, { token, name: 'Vera', password })

  test('makes a new person a member with its role, once', async () => {
    const admin = await stage.signIn('admin')
    const email = `${randomUUID()}@example.com`
    const { token } = await invite(admin.headers, email.toUpperCase())
    const shown = await ask('POST', '/auth/invitation', {}, { token })
    expect(shown.json().data).toMatchObject({ email, role: 'viewer' })
    const [first, second] = await Promise.all([accept(token), accept(token)])
    expect([first, second].map(({ statusCode }) => statusCode).filter((status) => status === 200)).toHaveLength(1)
    expect(problemOf(await accept(token))).toEqual([410, 'link-ended'])
    const [member] = (await db.members.list(admin.accountId)).filter((each) => each.email === email)
    expect(member).toMatchObject({ role: 'viewer', name: 'Vera' })
  })

  test('is for its address only', async () => {
    const { headers } = await stage.signIn('admin')
    const { token } = await invite(headers, `${randomUUID()}@example.com`)
    const another = await stage.signIn('viewer')
    expect(problemOf(await accept(token, another.headers))).toEqual([403, 'invitation-for-another'])
    expect((await db.people.membershipsOf(another.userId)).map(({ accountId }) => accountId)).toEqual([
      another.accountId,
    ])
  })

  test('is accepted by a known person with their password, or signed in, and by nobody else', async () => {
    const admin = await stage.signIn('admin')
    const known = await stage.signIn('owner')
    const first = await invite(admin.headers, known.email)
    expect(problemOf(await accept(first.token, {}, 'a password of an attacker'))).toEqual([401, 'wrong-sign-in'])
    expect((await accept(first.token)).statusCode).toBe(200)
    expect(await db.members.roleOf({ accountId: admin.accountId, userId: known.userId })).toBe('viewer')
    const other = await stage.signIn('admin')
    const second = await invite(other.headers, known.email, 'member')
    expect((await ask('POST', '/auth/invitation/accept', known.headers, { token: second.token })).statusCode).toBe(200)
    expect(await db.members.roleOf({ accountId: other.accountId, userId: known.userId })).toBe('member')
  })

  test('ends when it is withdrawn, replaced or too old', async () => {
    const { headers, accountId } = await stage.signIn('admin')
    const email = `${randomUUID()}@example.com`
    const first = await invite(headers, email)
    const second = await invite(headers, email)
    expect(problemOf(await accept(first.token))).toEqual([410, 'link-ended'])
    expect((await ask('DELETE', `/invitations/${second.id}`, headers)).statusCode).toBe(200)
    expect(problemOf(await accept(second.token))).toEqual([410, 'link-ended'])
    const old = await db.invitations.create({ accountId, email, role: 'viewer', invitedBy: null, ttlMs: -1 })
    expect(problemOf(await accept(old.token))).toEqual([410, 'link-ended'])
  })

  test('of an owner needs an owner, and a password needs its length', async () => {
    const admin = await stage.signIn('admin')
    const email = `${randomUUID()}@example.com`
    expect(problemOf(await ask('POST', '/invitations', admin.headers, { email, role: 'owner' }))[0]).toBe(403)
    const { token } = await invite(admin.headers, email)
    expect(problemOf(await accept(token, {}, 'short'))).toEqual([400, 'invalid-request'])
    expect(await db.people.findByEmail(email)).toBeNull()
  })
})

describe('a role', () => {
  test('that is lowered holds from the next request on', async () => {
    const owner = await stage.signIn('owner')
    const admin = await stage.signIn('admin', owner.accountId)
    expect((await app.inject({ url: '/api/v1/keys', headers: admin.headers })).statusCode).toBe(200)
    const lowered = await ask('PATCH', `/people/${admin.userId}`, owner.headers, { role: 'viewer' })
    expect(lowered.json()).toEqual({ data: { id: admin.userId, role: 'viewer' } })
    expect((await app.inject({ url: '/api/v1/keys', headers: admin.headers })).statusCode).toBe(403)
    expect((await app.inject({ url: '/api/v1/shops', headers: admin.headers })).statusCode).toBe(200)
    await ask('DELETE', `/people/${admin.userId}`, owner.headers)
    expect(problemOf(await app.inject({ url: '/api/v1/shops', headers: admin.headers }))).toEqual([403, 'no-account'])
  })

  test('of an owner is changed by owners only, and the last one stays', async () => {
    const owner = await stage.signIn('owner')
    const admin = await stage.signIn('admin', owner.accountId)
    const demote = (headers: Headers) => ask('PATCH', `/people/${owner.userId}`, headers, { role: 'viewer' })
    expect(problemOf(await demote(admin.headers))).toEqual([403, 'forbidden'])
    expect(problemOf(await demote(owner.headers))).toEqual([409, 'last-owner'])
    expect(problemOf(await ask('POST', '/me/leave', owner.headers))).toEqual([409, 'last-owner'])
    expect(problemOf(await ask('PATCH', `/people/${admin.userId}`, admin.headers, { role: 'owner' }))[0]).toBe(403)
    const second = await stage.signIn('owner', owner.accountId)
    const [left, other] = await Promise.all([
      ask('POST', '/me/leave', owner.headers),
      ask('POST', '/me/leave', second.headers),
    ])
    expect([left.statusCode, other.statusCode].sort()).toEqual([200, 409])
  })
})

describe('sessions', () => {
  const signInAgain = async (email: string) => {
    const answer = await ask('POST', '/auth/sign-in', { 'user-agent': 'Another' }, { email, password: PASSWORD })
    return { cookie: cookieOf(answer), origin }
  }

  test('are listed, and one that is ended is over at its next request', async () => {
    const { email, headers } = await stage.signIn()
    const other = await signInAgain(email)
    const list: { id: string; current: boolean; browser: string }[] = await read('/me/sessions', headers)
    expect(list).toHaveLength(2)
    const [another] = list.filter(({ current }) => !current)
    expect(another?.browser).toBe('Another')
    expect((await ask('DELETE', `/me/sessions/${another?.id}`, headers)).statusCode).toBe(200)
    expect((await app.inject({ url: '/api/v1/me', headers: other })).statusCode).toBe(401)
    expect((await app.inject({ url: '/api/v1/me', headers })).statusCode).toBe(200)
  })

  test('end with a new password, but for the one that set it', async () => {
    const { email, headers } = await stage.signIn()
    const other = await signInAgain(email)
    const change = (current: string) =>
      ask('PUT', '/me/password', headers, { current_password: current, new_password: 'quite another password' })
    expect(problemOf(await change('a guess of the password'))).toEqual([403, 'wrong-password'])
    expect((await change(PASSWORD)).json()).toEqual({ data: { ended: 1 } })
    expect((await app.inject({ url: '/api/v1/me', headers: other })).statusCode).toBe(401)
    const old = await ask('POST', '/auth/sign-in', {}, { email, password: PASSWORD })
    expect(problemOf(old)).toEqual([401, 'wrong-sign-in'])
  })

  test('end at their time', async () => {
    const { headers, userId } = await stage.signIn()
    await stage.sql`update sessions set expires_at = now() - interval '1 second' where user_id = ${userId}`
    expect((await app.inject({ url: '/api/v1/me', headers })).statusCode).toBe(401)
  })
})

describe('the audit log', () => {
  const entries = async (headers: Headers, query = '') => read(`/audit${query}`, headers) as Promise<Entry[]>
  interface Entry {
    operation: string
    outcome: string
    user_id: string | null
    targets: Record<string, string>
    address: string
  }

  test('has every action of a person, with whom, what, whether and from where', async () => {
    const owner = await stage.signIn('owner')
    const viewer = await stage.signIn('viewer', owner.accountId)
    const shop = await stage.connectShop(owner.accountId)
    await ask('PATCH', `/shops/${shop}`, owner.headers, { status: 'paused' })
    await ask('PATCH', `/shops/${shop}`, viewer.headers, { status: 'active' })
    await app.inject({ url: '/api/v1/shops', headers: owner.headers })
    const [refused, done, ...more] = await entries(owner.headers)
    expect(done).toMatchObject({
      operation: 'updateShop',
      outcome: 'done',
      user_id: owner.userId,
      targets: { id: shop },
    })
    expect(refused).toMatchObject({ operation: 'updateShop', outcome: 'refused', user_id: viewer.userId })
    expect(done?.address).toMatch(/^2001:db8/)
    expect(more).toEqual([])
    expect(await entries(owner.headers, '?outcome=refused')).toHaveLength(1)
    expect(await entries(owner.headers, `?target=${shop}&person=${owner.userId}`)).toHaveLength(1)
    expect(await entries(owner.headers, '?operation=startSync')).toEqual([])
    const stranger = await stage.signIn('owner')
    expect(await entries(stranger.headers)).toEqual([])
  })

  test('has sign-ins, failed ones too, but neither keys nor passwords nor unknown addresses', async () => {
    const operator = await stage.signIn('operator')
    const { email, userId } = await stage.signIn('owner')
    await ask('POST', '/auth/sign-in', {}, { email: 'nobody@example.com', password: 'what somebody typed' })
    const key = await stage.issueKey()
    await ask('POST', '/keys', key.headers, { name: 'by a key' })
    const found = await entries(operator.headers, '?operation=signIn&limit=200')
    expect(found.some(({ user_id, outcome }) => user_id === userId && outcome === 'done')).toBe(true)
    expect(found.some(({ user_id, outcome }) => user_id === null && outcome === 'refused')).toBe(true)
    const text = JSON.stringify(await stage.sql`select * from audit_log`)
    for (const secret of ['what somebody typed', 'nobody@example.com', PASSWORD]) expect(text).not.toContain(secret)
    expect(await entries(operator.headers, '?operation=issueKey')).toEqual([])
    expect(email).toContain('@')
  })

  test('of an account is for its administrators', async () => {
    const { headers } = await stage.signIn('member')
    expect(problemOf(await app.inject({ url: '/api/v1/audit', headers }))).toEqual([403, 'forbidden'])
  })

  test('has no part of a page of Bull Board, to which an ended session leads back by the sign-in', async () => {
    const operator = await stage.signIn('operator')
    await stage.sql`update sessions set expires_at = now() where user_id = ${operator.userId}`
    const open = (accept: string) => app.inject({ url: '/queues', headers: { ...operator.headers, accept } })
    const page = await open('text/html,application/xhtml+xml')
    expect([page.statusCode, page.headers.location]).toEqual([302, `${origin}/dashboard/sign-in`])
    expect(page.headers['www-authenticate']).toBeUndefined()
    expect((await open('application/json')).statusCode).toBe(401)
    const byKey = await app.inject({ url: '/queues', headers: { accept: 'text/html' } })
    expect([byKey.statusCode, byKey.headers['www-authenticate']]).toEqual([401, expect.stringContaining('Basic')])
  })

  test('has what an operator did in Bull Board', async () => {
    const operator = await stage.signIn('operator')
    await app.inject({ method: 'PUT', url: '/queues/api/queues/inbox/resume', headers: operator.headers })
    const found = await entries(operator.headers)
    expect(found[0]).toMatchObject({ user_id: operator.userId, operation: expect.stringMatching(/^queues PUT /) })
  })
})

test('an operator makes accounts and works in any of them', async () => {
  const { headers } = await stage.signIn('operator')
  const name = randomUUID()
  const created = await ask('POST', '/accounts', headers, { name })
  expect(created.statusCode).toBe(201)
  expect(problemOf(await ask('POST', '/accounts', headers, { name }))).toEqual([409, 'name-taken'])
  const { id } = created.json().data
  await ask('PUT', '/me/account', headers, { account_id: id })
  expect(await read('/me', headers)).toMatchObject({ role: 'operator', account: { id, name } })
  expect(await read(`/accounts?search=${name.slice(0, 8)}`, headers)).toMatchObject([{ id }])
})

test('a person chooses their name and language', async () => {
  const { headers } = await stage.signIn('viewer')
  expect((await ask('PATCH', '/me', headers, { name: 'Vera', language: 'hu' })).statusCode).toBe(200)
  expect(await read('/me', headers)).toMatchObject({ name: 'Vera', language: 'hu' })
  expect((await ask('PATCH', '/me', headers, { language: null })).json().data).toEqual({ name: 'Vera', language: null })
})
