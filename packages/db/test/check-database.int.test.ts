import { createServer } from 'node:net'
import { SettingsError } from '@shopmirror/config'
import { createTestDatabase, type TestDatabase } from '@shopmirror/test/database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkDatabase, type DatabaseAddress, migrate } from '../src/index.ts'
import { createEmptyDatabase, createRoleWith } from './hostile-role.ts'
import { startStartupProxy, type Treatment } from './startup-proxy.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

/** What a pooler such as PgBouncer does not keep for each client. */
const poolerDrops = [
  ...['IntervalStyle', 'bytea_output', 'extra_float_digits', 'array_nulls', 'default_transaction_read_only'],
  ...['statement_timeout', 'idle_in_transaction_session_timeout', 'search_path'],
]
const treatAll = (treatment: Treatment) => Object.fromEntries(poolerDrops.map((name) => [name, treatment]))

describe('behind a pooler', () => {
  test('that drops parameters, defaults of the server that fit will do, and what only protects is a warning', async () => {
    await using pooler = await startStartupProxy(database.directUrl, treatAll('drop'))
    const warnings = await checkDatabase({ url: pooler.url })
    expect(warnings).toHaveLength(2)
    for (const name of ['statement_timeout', 'idle_in_transaction_session_timeout']) {
      expect(warnings.join('\n')).toMatch(new RegExp(`dropped ${name}; ALTER ROLE "\\w+" SET ${name} = '60s'`))
    }
  })

  test.each([
    ['bytea_output', 'escape', 'hex'],
    ['extra_float_digits', '0', '1'],
    ['IntervalStyle', 'iso_8601', 'postgres'],
    ['array_nulls', 'off', 'on'],
    ['default_transaction_read_only', 'on', 'off'],
  ])(
    'that drops parameters, a role with %s = %s is refused with the statement that helps',
    async (name, value, cure) => {
      await using role = await createRoleWith({ [name]: value })
      await using pooler = await startStartupProxy(role.url, treatAll('drop'))
      const statement = `ALTER ROLE "${role.role}" SET ${name} = '${cure}';`
      expect((await failureOf({ url: pooler.url })).message).toContain(statement)
      await role.owner.unsafe(statement)
      await expect(checkDatabase({ url: pooler.url })).resolves.toHaveLength(2)
    },
  )

  test('that drops the search_path, another schema needs it on the role', async () => {
    await using role = await createRoleWith({})
    await using pooler = await startStartupProxy(role.url, treatAll('drop'))
    const address = { url: pooler.url, schema: 'Mirror' }
    await migrate(address)
    const { message } = await failureOf(address)
    const [statement = ''] = /ALTER ROLE "\w+" SET search_path = "Mirror";/.exec(message) ?? []
    await role.owner.unsafe(statement)
    await expect(checkDatabase(address)).resolves.toHaveLength(2)
  })

  test('that refuses parameters, the error names pgbouncer=true, and with it everything works', async () => {
    await using pooler = await startStartupProxy(database.directUrl, treatAll('refuse'))
    const { message } = await failureOf({ url: pooler.url })
    expect(message).toMatch(/unsupported startup parameter: \w+.*Add pgbouncer=true to DATABASE_URL/)
    const address = { url: `${pooler.url}?pgbouncer=true` }
    await expect(checkDatabase(address)).resolves.toHaveLength(2)
    await expect(migrate(address)).resolves.toBe(0)
  })
})

describe('what is wrong is one line with what to do, and without the password', () => {
  test.each<[string, (url: URL) => void, RegExp]>([
    ['a wrong password', (url) => Object.assign(url, { password: 'invented' }), /rejected the login.*DATABASE_URL/],
    ['an unknown role', (url) => Object.assign(url, { username: 'nobody_here' }), /rejected the login/],
    ['an unknown database', (url) => Object.assign(url, { pathname: '/nowhere' }), /no such database.*Create it/],
    ['a wrong port', (url) => Object.assign(url, { port: '1' }), /cannot be reached at 127\.0\.0\.1:1 \(ECONNREFUSED/],
    ['an unknown host', (url) => Object.assign(url, { hostname: 'db.invalid' }), /cannot be reached at db\.invalid/],
    [
      'TLS that the server does not have',
      (url) => url.searchParams.set('sslmode', 'require'),
      /Check host, port and sslmode/,
    ],
  ])('%s', async (_what, spoil, expected) => {
    await using role = await createRoleWith({})
    const url = new URL(role.url)
    const secret = url.password
    spoil(url)
    const failures = [await failureOf({ url: url.href }), await migrate({ url: url.href }).catch((error) => error)]
    for (const { message } of failures) {
      expect(message).toMatch(expected)
      expect(message).not.toMatch(/\n|invented/)
      expect(message).not.toContain(secret)
    }
  })

  test('a server that closes every connection', async () => {
    const server = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    expect(
      (await failureOf({ url: `postgres://mirror:invented@127.0.0.1:${port}/x?connect_timeout=1` })).message,
    ).toContain('did not answer within 2 s')
    server.close()
  })

  test('a database in another encoding', async () => {
    await using latin = await createEmptyDatabase("encoding 'LATIN2' locale 'C' template template0")
    expect((await failureOf(latin)).message).toContain('is LATIN2')
    await expect(migrate(latin)).rejects.toThrow("ENCODING 'UTF8'")
  })

  test('a database that was never migrated', async () => {
    await using empty = await createEmptyDatabase()
    const { message } = await failureOf(empty)
    expect(message).toMatch(/^The schema "public" lacks \d+ of Shopmirror's migrations\. Run npm run migrate/)
  })

  test('a schema that was never made', async () => {
    expect((await failureOf({ url: database.directUrl, schema: 'mirror' })).message).toContain('run npm run migrate')
  })
})

async function failureOf(address: DatabaseAddress): Promise<Error> {
  const error = await checkDatabase(address).then(
    () => expect.unreachable(),
    (failure: Error) => failure,
  )
  expect(error).toBeInstanceOf(SettingsError)
  return error
}
