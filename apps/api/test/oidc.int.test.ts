import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { createPerson } from '../src/people/create-person.ts'
import { startIdentityProvider } from './identity-provider.ts'
import { createStage } from './stage.ts'
import { cookieOf, PASSWORD } from './visits.ts'

const origin = 'https://mirror.example.com'
const callback = `${origin}/api/v1/auth/callback/oidc`
const provider = await startIdentityProvider(callback)
const stage = await createStage({ oidc: { ...provider, name: 'Example login' } })
const { app, db } = stage
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
  await provider[Symbol.asyncDispose]()
})

// Each person from their own address, as the limits count addresses.
const newAddress = () => `2001:db8:${randomUUID().slice(0, 4)}:${randomUUID().slice(0, 4)}::3`

/** From the press of the button to the answer of our callback. */
async function signIn(user: { sub: string; email: string; email_verified?: boolean }) {
  const remoteAddress = newAddress()
  const begun = await app.inject({ method: 'POST', url: '/api/v1/auth/oidc', headers: { origin }, remoteAddress })
  expect(begun.statusCode).toBe(200)
  const back = await provider.visit(begun.json().data.url, { email_verified: true, name: 'Vera', ...user })
  const [url, cookie] = [back.slice(origin.length), cookieOf(begun)]
  return { url, cookie, answer: await app.inject({ url, headers: { cookie }, remoteAddress }) }
}
const me = async (cookie: string) => (await app.inject({ url: '/api/v1/me', headers: { cookie } })).json().data
const refused = `${origin}/dashboard/sign-in?failed=oidc`

test('a known person signs in, is recognized by the id after that, and no token is kept', async () => {
  const { email, userId } = await stage.signIn('admin')
  const sub = randomUUID()
  const { answer } = await signIn({ sub, email })
  expect([answer.statusCode, answer.headers.location]).toEqual([302, `${origin}/dashboard/`])
  expect(await me(cookieOf(answer))).toMatchObject({ id: userId, role: 'admin' })
  const again = await signIn({ sub, email: 'moved@example.com' })
  expect(await me(cookieOf(again.answer))).toMatchObject({ id: userId, email })
  const [login] = await stage.sql`select * from user_logins where provider = 'oidc' and user_id = ${userId}`
  expect(Object.keys(login ?? {}).sort()).toEqual(
    ['created_at', 'id', 'password', 'provider', 'subject', 'updated_at', 'user_id'].sort(),
  )
  const [entry] = await db.audit.list({ accountId: null, operation: 'finishOidcSignIn', limit: 1 })
  expect(entry).toMatchObject({ userId, outcome: 'done' })
})

test('nobody becomes a person by having an account at the provider', async () => {
  const { answer } = await signIn({ sub: randomUUID(), email: 'stranger@example.com' })
  expect(answer.headers.location).toBe(refused)
  expect(cookieOf(answer)).not.toMatch(/session_token=[^;]/)
  expect(await db.people.findByEmail('stranger@example.com')).toBeNull()
})

test('an address that nobody has proven, here or there, signs nobody in', async () => {
  const unproven = { email: 'unproven@example.com', name: 'x', password: PASSWORD, isProven: false }
  await createPerson(unproven, stage.people.auth)
  expect((await signIn({ sub: randomUUID(), email: unproven.email })).answer.headers.location).toBe(refused)
  const { email } = await stage.signIn('viewer')
  const claimed = await signIn({ sub: randomUUID(), email, email_verified: false })
  expect(claimed.answer.headers.location).toBe(refused)
})

test('the answer of the provider works once, and only in the browser that asked', async () => {
  const { email } = await stage.signIn('viewer')
  const first = await signIn({ sub: randomUUID(), email })
  const repeated = await app.inject({ url: first.url, headers: { cookie: first.cookie } })
  expect(cookieOf(repeated)).not.toMatch(/session_token=[^;]/)
  const begun = await app.inject({ method: 'POST', url: '/api/v1/auth/oidc', headers: { origin } })
  const user = { sub: randomUUID(), email, email_verified: true, name: 'Vera' }
  const back = await provider.visit(begun.json().data.url, user)
  const elsewhere = await app.inject({ url: back.slice(origin.length) })
  expect(cookieOf(elsewhere)).not.toMatch(/session_token=[^;]/)
})

test('a provider that is down blocks neither passwords nor the start', async () => {
  await using without = await createStage({
    oidc: { issuer: 'http://127.0.0.1:9', clientId: 'x', clientSecret: 'x', name: 'Gone' },
  })
  const { headers } = await without.signIn('viewer')
  expect((await without.app.inject({ url: '/api/v1/me', headers })).statusCode).toBe(200)
  const begun = await without.app.inject({ method: 'POST', url: '/api/v1/auth/oidc', headers: { origin } })
  expect([begun.statusCode, begun.headers['retry-after']]).toEqual([503, '10'])
})

/** From the press in the profile to the answer of our callback. */
async function link(headers: { cookie: string }, user: { sub: string; email: string; email_verified?: boolean }) {
  const begun = await app.inject({ method: 'POST', url: '/api/v1/me/provider', headers })
  expect(begun.statusCode).toBe(200)
  const back = await provider.visit(begun.json().data.url, { email_verified: true, name: 'Vera', ...user })
  const cookie = `${headers.cookie}; ${cookieOf(begun)}`
  return app.inject({ url: back.slice(origin.length), headers: { cookie }, remoteAddress: newAddress() })
}
const linkedAt = async (headers: { cookie: string }) =>
  (await app.inject({ url: '/api/v1/me/provider', headers })).json().data.linked_at

test('who is signed in links the provider, with another address there, and then signs in through it', async () => {
  const { userId, headers } = await stage.signIn('admin')
  const user = { sub: randomUUID(), email: 'elsewhere@example.com' }
  expect(await linkedAt(headers)).toBeNull()
  expect((await link(headers, user)).headers.location).toBe(`${origin}/dashboard/profile`)
  expect(await linkedAt(headers)).toMatch(/^20/)
  const [entry] = await db.audit.list({ accountId: null, operation: 'finishOidcSignIn', limit: 1 })
  expect(entry).toMatchObject({ userId, outcome: 'done' })
  expect(await me(cookieOf((await signIn(user)).answer))).toMatchObject({ id: userId })

  const remove = () => app.inject({ method: 'DELETE', url: '/api/v1/me/provider', headers })
  await stage.sql`delete from user_logins where user_id = ${userId} and provider = 'credential'`
  expect([(await remove()).json().type, await linkedAt(headers)]).toEqual([
    'urn:shopmirror:problem:last-way',
    expect.any(String),
  ])
  await createPasskey(userId)
  expect((await remove()).json().data).toEqual({ name: 'Example login', linked_at: null })
  expect((await signIn(user)).answer.headers.location).toBe(refused)
})

const createPasskey = (userId: string) => stage.sql`
  insert into passkeys (id, user_id, public_key, credential_id, counter, device_type, backed_up)
  values ('psk_1', ${userId}, 'x', 'x', 0, 'singleDevice', false)`

test('a login of somebody else is not taken over by linking it', async () => {
  const [theirs, mine] = [await stage.signIn('viewer'), await stage.signIn('viewer')]
  const user = { sub: randomUUID(), email: theirs.email }
  await signIn(user)
  expect((await link(mine.headers, user)).headers.location).toBe(`${origin}/dashboard/profile?failed=oidc`)
  expect(await linkedAt(mine.headers)).toBeNull()
  expect(await me(cookieOf((await signIn(user)).answer))).toMatchObject({ id: theirs.userId })
})

test('linking needs a sign-in of today, as every new way to sign in', async () => {
  const { userId, headers } = await stage.signIn('viewer')
  await stage.sql`update sessions set created_at = now() - interval '25 hours' where user_id = ${userId}`
  const begun = await app.inject({ method: 'POST', url: '/api/v1/me/provider', headers })
  expect([begun.statusCode, begun.json().type]).toEqual([403, 'urn:shopmirror:problem:sign-in-again'])
})
