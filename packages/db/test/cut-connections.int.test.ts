import { createTestDatabase } from '@shopmirror/test/database.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { connect } from '../src/connect/connect.ts'

const database = await createTestDatabase()
// One connection: whatever comes after a cut has to use the same one again.
const sql = connect({ url: database.url, max: 1, applicationName: 'cut' })
const other = connect({ url: database.url, max: 1, applicationName: 'other' })
await other`create table notes (text text not null)`
afterAll(async () => {
  await Promise.all([sql.end({ timeout: 1 }), other.end({ timeout: 1 })])
  await database[Symbol.asyncDispose]()
})
beforeEach(() => other`truncate notes`)

const cut = () => other`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cut'`
const isGone = async () => (await other`select from pg_stat_activity where application_name = 'cut'`).length === 0
const notes = async () => (await other`select text from notes`).map(({ text }) => text)

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

test('a transaction that was cut writes nothing through the connection of those who come after', async () => {
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
