import { randomUUID } from 'node:crypto'
import { linkIn, startMailServer } from '@shopmirror/test/mail-server.ts'
import { until } from '@shopmirror/test/until.ts'
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, describe, expect, test } from 'vitest'
import { createPerson } from '../src/people/create-person.ts'
import { createStage, type Stage } from './stage.ts'
import { cookieOf, PASSWORD } from './visits.ts'

const origin = 'https://mirror.example.com'
const mail = await startMailServer()
const stage = await createStage({ smtpUrl: mail.url })
const { db } = stage
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
  await mail[Symbol.asyncDispose]()
})

const NEW = 'a better password'
const post = (url: string, payload: object, headers: Record<string, string> = {}, on: Stage = stage) =>
  on.app.inject({
    ...{ method: 'POST', url: `/api/v1${url}`, headers: { origin, ...headers }, payload },
    // Each from its own address, as the limits count addresses.
    remoteAddress: `2001:db8:${randomUUID().slice(0, 4)}:${randomUUID().slice(0, 4)}::2`,
  })
const problemOf = (answer: LightMyRequestResponse) => [answer.statusCode, answer.json().type?.split(':').at(-1)]
const mailsTo = (email: string) => mail.mails.filter(({ to }) => to.includes(email))
const newestTo = async (email: string, count = 1) => {
  await until(() => mailsTo(email).length >= count)
  return mailsTo(email).at(-1) ?? { from: '', to: [], text: '' }
}

describe('a forgotten password', () => {
  const ask = (email: string, headers = {}) => post('/auth/password-reset', { email }, headers)
  const finish = (token: string, password = NEW) => post('/auth/password-reset/finish', { token, password })
  const signIn = (email: string, password: string) => post('/auth/sign-in', { email, password })
  const tokenFor = async (email: string, count = 1) => {
    expect((await ask(email)).statusCode).toBe(202)
    return linkIn(await newestTo(email, count)).split('#')[1] ?? ''
  }

  test('is replaced by a link in a mail, once, and every session before it ends', async () => {
    const { email, headers } = await stage.signIn('admin')
    const token = await tokenFor(email)
    const [first, second] = await Promise.all([finish(token), finish(token)])
    expect([first, second].map(({ statusCode }) => statusCode).sort()).toEqual([200, 410])
    const isSignedIn = async (cookie: string) =>
      (await stage.app.inject({ url: '/api/v1/me', headers: { cookie } })).statusCode
    expect(await isSignedIn(headers.cookie)).toBe(401)
    expect(await isSignedIn(cookieOf(first.statusCode === 200 ? first : second))).toBe(200)
    expect(problemOf(await signIn(email, PASSWORD))).toEqual([401, 'wrong-sign-in'])
    expect((await signIn(email, NEW)).statusCode).toBe(200)
    expect(problemOf(await finish(token))).toEqual([410, 'link-ended'])
  })

  test('gets the same answer for an address that nobody has, and no mail goes there', async () => {
    const { email } = await stage.signIn('viewer')
    const unknown = `${randomUUID()}@example.com`
    const answers = [await ask(unknown), await ask(email)]
    expect(answers.map(({ statusCode, body }) => [statusCode, body])).toEqual([
      [202, '{"data":{"status":"accepted"}}'],
      [202, '{"data":{"status":"accepted"}}'],
    ])
    await newestTo(email)
    expect(mailsTo(unknown)).toEqual([])
  })

  test('has one link at a time, for an hour', async () => {
    const { email } = await stage.signIn('viewer')
    const earlier = await tokenFor(email)
    const token = await tokenFor(email, 2)
    expect(problemOf(await finish(earlier))).toEqual([410, 'link-ended'])
    const [row] = await stage.sql`
      select expires_at - now() between interval '59 minutes' and interval '1 hour' as is_hour from verifications
      order by created_at desc limit 1`
    expect(row).toEqual({ is_hour: true })
    await stage.sql`update verifications set expires_at = now() - interval '1 second'`
    expect(problemOf(await finish(token))).toEqual([410, 'link-ended'])
  })

  test('is asked for in the reader’s language, and its token is only stored as a hash', async () => {
    const { email, userId } = await stage.signIn('viewer')
    await db.people.update(userId, { language: 'hu' })
    const token = await tokenFor(email)
    expect((await newestTo(email)).text).toContain('Subject: =?UTF-8?')
    const rows = await stage.sql`select identifier, value from verifications`
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  test('is limited for each address, known or not', async () => {
    const { email } = await stage.signIn('viewer')
    for (const address of [email, `${randomUUID()}@example.com`]) {
      const statuses = []
      for (let attempt = 0; attempt < 6; attempt++) statuses.push((await ask(address)).statusCode)
      expect(statuses).toEqual([202, 202, 202, 202, 202, 429])
    }
  })

  test('a mail that nobody takes is logged, and the answer is the same', async () => {
    const { email } = await stage.signIn('viewer')
    mail.isFull = true
    expect((await ask(email)).statusCode).toBe(202)
    await until(() => stage.lines.some(({ msg }) => msg === 'password-reset.unsent'))
    mail.isFull = false
  })

  test('takes passkeys away from an address that nobody had proven before', async () => {
    const email = `${randomUUID()}@example.com`
    const person = { email, name: 'Vera', password: PASSWORD, isProven: false }
    const { id } = await createPerson(person, stage.people.auth)
    await stage.sql`
      insert into passkeys (id, user_id, public_key, credential_id, counter, device_type, backed_up)
      values ('psk_1', ${id}, 'x', 'x', 0, 'singleDevice', false)`
    expect((await finish(await tokenFor(email))).statusCode).toBe(200)
    expect(await db.passkeys.list(id)).toEqual([])
    expect(await db.people.find(id)).toMatchObject({ emailVerified: true })
  })

  test('is not offered without a mail server', async () => {
    await using without = await createStage()
    expect((await without.app.inject({ url: '/api/v1/auth/ways' })).json().data.password_reset).toBe(false)
    expect((await stage.app.inject({ url: '/api/v1/auth/ways' })).json().data.password_reset).toBe(true)
    const answer = await post('/auth/password-reset', { email: 'a@example.com' }, {}, without)
    expect(problemOf(answer)).toEqual([404, 'not-found'])
  })
})

describe('an invitation by mail', () => {
  const invite = (headers: Record<string, string>, email: string) =>
    post('/invitations', { email, role: 'viewer' }, headers)

  test('has a link that the answer does not show, and proves the address of who accepts it', async () => {
    const admin = await stage.signIn('admin')
    const email = `${randomUUID()}@example.com`
    const answer = await invite({ ...admin.headers, 'accept-language': 'de' }, email)
    expect([answer.statusCode, answer.json().data.link]).toEqual([201, null])
    const received = await newestTo(email)
    expect(received.from).toBe('mirror@example.com')
    const link = linkIn(received)
    expect(link).toMatch(/^https:\/\/mirror\.example\.com\/dashboard\/invitations\/inv_\w+#[\w-]{43}$/)
    const accepted = await post('/auth/invitation/accept', {
      token: link.split('#')[1],
      name: 'Vera',
      password: PASSWORD,
    })
    expect(accepted.statusCode).toBe(200)
    expect(await db.people.findByEmail(email)).toMatchObject({ name: 'Vera', emailVerified: true })
  })

  test('is shown as a link when the mail server refuses it', async () => {
    const admin = await stage.signIn('admin')
    mail.isFull = true
    const answer = await invite(admin.headers, `${randomUUID()}@example.com`)
    mail.isFull = false
    expect(answer.json().data.link).toMatch(/^https:/)
  })
})
