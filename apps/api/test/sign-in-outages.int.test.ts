import { afterAll, expect, test } from 'vitest'
import { createStage } from './stage.ts'
import { PASSWORD } from './visits.ts'
import { withoutRedis } from './without-redis.ts'

const stage = await createStage()
afterAll(() => stage[Symbol.asyncDispose]())

const signIn = (email: string, password = PASSWORD, remoteAddress = '198.51.100.1') =>
  stage.app.inject({
    ...{ method: 'POST', url: '/api/v1/auth/sign-in', headers: { origin: 'https://mirror.example.com' } },
    ...{ payload: { email, password }, remoteAddress },
  })

test('while Redis is down a person signs in, and guessing stays limited', async () => {
  const { email } = await stage.signIn()
  await withoutRedis(stage.redis, async () => {
    expect((await signIn(email)).statusCode).toBe(200)
    const guesses: number[] = []
    for (let guess = 0; guess < 10; guess++) guesses.push((await signIn(email, 'wrong', '198.51.100.2')).statusCode)
    expect(guesses).toEqual([...Array<number>(8).fill(401), 429, 429])
  })
})

test('a database that ends its connections in the middle of a sign-in refuses nobody for a wrong password', async () => {
  const { email } = await stage.signIn()
  const cut = () =>
    stage.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`
  const statuses: number[] = []
  for (let round = 0; round < 6; round++) {
    const address = `198.51.100.${10 + round}`
    const signingIn = Promise.all([0, 1, 2].map(() => signIn(email, PASSWORD, address)))
    await cut()
    statuses.push(...(await signingIn).map(({ statusCode }) => statusCode))
  }
  expect([200, 503]).toEqual(expect.arrayContaining([...new Set(statuses)]))
  expect((await signIn(email, PASSWORD, '198.51.100.99')).statusCode).toBe(200)
})
