import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createKeyring, openDatabase } from '@shopmirror/db'
import { startSandbox } from '@shopmirror/sandbox'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { afterAll, expect, test } from 'vitest'
import { root } from './paths.ts'

const run = promisify(execFile)
const sandbox = await startSandbox({ products: 1, customers: 1, orders: 1 })
const testDatabase = await createTestDatabase()
const keys = `test:${randomBytes(32).toString('base64')}`
const database = openDatabase({ url: testDatabase.url, keyring: createKeyring(keys), max: 2 })
const db = database.repositories
afterAll(async () => {
  await database.close()
  await testDatabase[Symbol.asyncDispose]()
  await sandbox.close()
})

async function migrate(...args: string[]) {
  const env = { PATH: process.env.PATH, ...sandbox.env, DATABASE_URL: testDatabase.url, ENCRYPTION_KEYS: keys }
  const script = join(root, 'scripts', 'migrate-tokens.ts')
  return run(process.execPath, [script, ...args], { env }).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (error) => ({ code: error.code, output: `${error.stdout}${error.stderr}` }),
  )
}

async function connect(domain: string): Promise<string> {
  const account = await db.accounts.create({ name: domain })
  const { shop } = await db.shops.connect({ accountId: account.id, platform: 'shoprenter', domain })
  await db.shops.setAccess({ shopId: shop.id, version: null, access: 'active' })
  await db.credentials.replace({ shopId: shop.id, tokens: { accessToken: `secret-of-${domain}`, expiresAt: null } })
  return shop.id
}

test('the command reports what it would do, does it with a line per shop, and finds nothing the next time', async () => {
  const [one, other] = [await connect('minta-bolt'), await connect('masik-bolt')]
  const dry = await migrate('--all', '--dry-run')
  expect(dry.code).toBe(0)
  expect(dry.output).toContain('2 would_migrate')
  expect((await db.credentials.read(one))?.version).toBe(1)

  const single = await migrate('--shop', one)
  expect(single.output).toMatch(new RegExp(`^${one} +migrated`))
  expect((await db.credentials.read(one))?.tokens?.expiresAt).toBeInstanceOf(Date)

  const rest = await migrate('--all')
  expect(rest.output).toMatch(new RegExp(`^${other} +migrated`))
  expect(rest.output).not.toContain('secret-of')
  expect(await migrate('--all')).toEqual({ code: 0, output: 'no token to migrate\n' })
})

test('a rejected shop is reported, and the command exits with an error', async () => {
  const shopId = await connect('nincs-ilyen')
  sandbox.faults.set({ kind: 'tokenRefused' })
  const { code, output } = await migrate('--shop', shopId)
  expect([code, output]).toEqual([1, expect.stringContaining('failed')])
})

test.each([[[]], [['--all', '--shop', 'shp_1']], [['--unknown']]])(
  '%j is answered with how to use it',
  async (args) => {
    const { code, output } = await migrate(...args)
    expect([code, output]).toEqual([1, expect.stringContaining('Usage: npm run migrate-tokens')])
  },
)
