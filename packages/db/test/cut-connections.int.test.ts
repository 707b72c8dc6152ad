import { once } from 'node:events'
import { type AddressInfo, connect as connectTo, createServer } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { connect } from '../src/connect/connect.ts'

const database = await createTestDatabase()
// One connection: whatever comes after a cut has to use the same one again.
const sql = connect({ url: database.directUrl, max: 1, applicationName: 'cut' })
const other = connect({ url: database.directUrl, max: 1, applicationName: 'other' })
await other`create table notes (text text not null)`
afterAll(async () => {
  await Promise.all([sql.end({ timeout: 1 }), other.end({ timeout: 1 })])
  await database[Symbol.asyncDispose]()
})
beforeEach(() => other`truncate notes`)

const cut = () => other`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cut'`
const isGone = async () => (await other`select from pg_stat_activity where application_name = 'cut'`).length === 0
const notes = async () => (await other`select text from notes`).map(({ text }) => text)

/**
 * What a server says to a connection that it ends: https://www.postgresql.org/docs/current/protocol-error-fields.html
 */
const fields = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0')
const farewell = Buffer.concat([Buffer.from('E'), Buffer.alloc(4), fields])
farewell.writeInt32BE(fields.length + 4, 1)

/** Ends every connection whose client says this, until it relents. */
async function startCuttingProxy(phrase: string) {
  let isCutting = true
  let cuts = 0
  const { hostname, port } = new URL(database.directUrl)
  const server = createServer((client) => {
    const upstream = connectTo(Number(port), hostname)
    for (const socket of [client, upstream]) socket.on('error', () => undefined)
    upstream.pipe(client)
    client.on('close', () => upstream.destroy())
    client.on('data', (bytes) => {
      if (!isCutting || !bytes.includes(phrase)) return void upstream.write(bytes)
      cuts += 1
      client.end(farewell)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = new URL(database.directUrl)
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    cuts: () => cuts,
    relent: () => {
      isCutting = false
    },
    [Symbol.asyncDispose]: async () => void server.close(),
  }
}

/** What a statement meets that comes after the cut, or is overtaken by it. */
const lost = { code: expect.stringMatching(/^(CONNECTION_CLOSED|57P01|ECONNRESET|EPIPE)$/) }

/** A transaction whose connection is cut while it waits for something else; answers what its next statement met. */
async function cutMidway(meanwhile: () => Promise<unknown> = async () => undefined) {
  const next = Promise.withResolvers<unknown>()
  const outcome = sql.begin(async (tx) => {
    await tx`insert into notes values ('before')`
    await cut()
    await until(isGone)
    await meanwhile()
    const statement = tx`insert into notes values ('after')`
    next.resolve(statement.catch((error: unknown) => error))
    await statement
  })
  await expect(outcome).rejects.toMatchObject(lost)
  return next.promise
}

test('a statement after the cut fails like the one during it, and the process lives', async () => {
  expect(await cutMidway()).toMatchObject(lost)
  expect(await notes()).toEqual([])
})

test('an interrupted transaction writes nothing through a connection that is used later', async () => {
  const met = await cutMidway(() => sql`insert into notes values ('of another')`)
  expect(met).toMatchObject(lost)
  expect(await notes()).toEqual(['of another'])
})

test('the pool is as large as before, however often it was cut', async () => {
  for (let round = 0; round < 5; round++) {
    await cutMidway()
    expect(await sql`select 1 as one`).toMatchObject([{ one: 1 }])
  }
})

test('the statement after an interrupted one is answered, without the old error', async () => {
  const cutShort = sql`select pg_sleep(60)`.catch((error: unknown) => error)
  await until(async () => (await other`select from pg_stat_activity where query like '%pg_sleep(60)%'`).length > 1)
  await cut()
  expect(await cutShort).toMatchObject(lost)
  expect(await sql`select 1 as one`).toMatchObject([{ one: 1 }])
})

test('a connection that is cut before it is ready is made again, and knows the types', async () => {
  await using proxy = await startCuttingProxy('typarray')
  const pool = connect({ url: proxy.url, max: 1 })
  const answer = pool`select array['a'] as words`.execute()
  await until(() => proxy.cuts() > 0)
  proxy.relent()
  expect(await answer).toMatchObject([{ words: ['a'] }])
  await pool.end({ timeout: 1 })
})

test('connections cut under many small statements at once are all answered', async () => {
  for (let round = 0; round < 20; round++) {
    const statements = Promise.allSettled(Array.from({ length: 50 }, (_, n) => sql`select ${n}::int as n`))
    await cut()
    await statements
    const transaction = sql.begin((tx) => Promise.all([tx`select 1`, tx`select 2`])).catch((error: Error) => error)
    await cut()
    await transaction
  }
  expect(await until(() => sql`select 1 as one`)).toMatchObject([{ one: 1 }])
})

async function copyNotes(rows: AsyncIterable<string> | Iterable<string>, into = 'notes'): Promise<void> {
  await pipeline(rows, await sql.unsafe(`copy ${into} (text) from stdin`).writable())
}

test('a COPY that is refused after the end of its stream fails with the error of the server', async () => {
  await other`create table unique_notes (text text unique)`
  const copy = copyNotes(['one\n', 'two\n', 'one\n'], 'unique_notes')
  await expect(copy).rejects.toMatchObject({ code: '23505' })
  await expect(sql`select text from unique_notes`).resolves.toEqual([])
})

test('a COPY whose source fails writes nothing and leaves the connection usable', async () => {
  async function* failing() {
    yield 'before\n'
    throw new Error('The source is gone.')
  }
  await expect(copyNotes(failing())).rejects.toThrow('The source is gone.')
  await copyNotes(['after\n'])
  expect(await notes()).toEqual(['after'])
})

test('a COPY that is cut while its rows are being sent fails, and is whole when it is repeated', async () => {
  async function* interrupted() {
    yield 'before\n'
    await cut()
    await until(isGone)
    yield 'after\n'
  }
  await expect(copyNotes(interrupted())).rejects.toMatchObject(lost)
  await until(() => copyNotes(['whole\n']).then(() => true))
  expect(await notes()).toEqual(['whole'])
})

test('a COPY that is cut between the end of its stream and its outcome fails, and is whole when it is repeated', async () => {
  await other.unsafe(`
    create table slow_notes (text text);
    create function wait() returns trigger language plpgsql as $$ begin perform pg_sleep(60); return null; end $$;
    create trigger waits after insert on slow_notes execute function wait()`)
  const outcome = copyNotes(['slow\n'], 'slow_notes').catch((error: unknown) => error)
  await until(async () => (await other`select from pg_stat_activity where wait_event = 'PgSleep'`).length > 0)
  await cut()
  expect(await outcome).toMatchObject(lost)
  await until(() => copyNotes(['whole\n']).then(() => true))
  expect(await notes()).toEqual(['whole'])
})
