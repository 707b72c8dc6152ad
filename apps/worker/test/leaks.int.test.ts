import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@shopmirror/db'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { readRedis } from '@shopmirror/test/read-redis.ts'
import { connectTo, testRedis } from '@shopmirror/test/redis.ts'
import { expect, test } from 'vitest'
import { findLeaks, readLogs, readPostgres } from './support/leaks.ts'

const secret = 'sk_live+anna@example.com'
const needles = new Map([['secret', secret]])

test.each([
  ['as it is', `x=${secret};`],
  ['percent-encoded', `https://host/?token=${encodeURIComponent(secret)}`],
  ['in base64', JSON.stringify({ body: Buffer.from(`{"data":"${secret}"}`).toString('base64') })],
  ['in base64url', `a.${Buffer.from(`{"aud":"${secret}"}`).toString('base64url')}.c`],
  ['in base64 of base64', Buffer.from(Buffer.from(`--${secret}--`).toString('base64')).toString('base64')],
])('a secret is found %s', (_, text) => {
  expect(findLeaks([{ where: 'here', text }], needles)).toEqual([{ where: 'here', what: 'secret' }])
})

test('a text without the secret is clean', () => {
  expect(findLeaks([{ where: 'here', text: 'sk_live+bela@example.com' }], needles)).toEqual([])
})

test('every kind of key in Redis is read, its name included', async () => {
  await using corner = testRedis()
  const redis = connectTo(corner.address)
  const key = (name: string) => `${corner.prefix}:${name}`
  await redis.set(key('string'), secret)
  await redis.hset(key('hash'), 'a', secret)
  await redis.rpush(key('list'), 'x', secret)
  await redis.sadd(key('set'), secret)
  await redis.zadd(key('zset'), 1, secret)
  await redis.xadd(key('stream'), '*', 'a', secret)
  await redis.set(key(secret), '')
  redis.disconnect()

  const mine = (await readRedis(corner.address)).filter(({ where }) => where.includes(corner.prefix))
  expect(findLeaks(mine, needles)).toHaveLength(7)
})

test('every column of every table is read', async () => {
  await using database = await createTestDatabase()
  const sql = connect({ url: database.url, max: 2 })
  await sql`create table planted (id int, words text[], doc jsonb)`
  await sql`insert into planted values (1, ${['a', secret]}, ${sql.json({ deep: [{ er: secret }] })}), (2, null, null)`
  const leaks = findLeaks(await readPostgres(sql), needles)
  await sql.end()
  expect(leaks.map(({ where }) => where).sort()).toEqual(['postgres planted.doc', 'postgres planted.words'])
})

test('every log file of a folder is read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'logs-'))
  await writeFile(join(folder, 'api.log'), `{"msg":"x"}\n{"token":"${secret}"}\n`)
  expect(findLeaks(await readLogs(folder), needles)).toEqual([{ where: 'log api.log', what: 'secret' }])
  await rm(folder, { recursive: true })
})
