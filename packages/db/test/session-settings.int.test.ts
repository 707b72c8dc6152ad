import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { createKeyring, openDatabase } from '../src/index.ts'
import { createRoleWith } from './hostile-role.ts'
import { createTestKey } from './stage.ts'

/** Defaults of a server, database or role under which reading or writing went wrong. */
const hostile = {
  DateStyle: ['SQL, DMY', 'German', 'Postgres, MDY'],
  IntervalStyle: ['sql_standard', 'iso_8601'],
  TimeZone: ['Europe/Amsterdam', 'Asia/Kathmandu'],
  bytea_output: ['escape'],
  extra_float_digits: ['-15'],
  array_nulls: ['off'],
  standard_conforming_strings: ['off'],
  default_transaction_read_only: ['on'],
  client_encoding: ['LATIN2'],
}
const cases = Object.entries(hostile).flatMap(([name, values]) => values.map((value) => ({ name, value })))

/** 5 November as the day of a month that other styles swap, and a moment whose offset had seconds in Amsterdam. */
const moments = ['2026-11-05T10:00:00.123Z', '1900-01-02T03:04:05.000Z']

test.each(cases)('a role with $name = $value reads and writes what others do', async ({ name, value }) => {
  await using database = await createRoleWith({ [name]: value })
  const { sql, repositories, close } = openDatabase({
    url: database.url,
    keyring: createKeyring(createTestKey('test')),
    max: 1,
  })
  try {
    const account = await repositories.accounts.create({ name: `Őrült café ${randomUUID()}` })
    const [row] = await sql`
      select ${moments}::text[]::timestamptz[]::text[] as moments, 0.1::float8 + 0.2::float8 as sum, '\\x00ff'::bytea as bytes,
        interval '1 day 2 hours'::text as span, (${[null, 'a']}::text[])[1] is null as is_null, 'a\\b' as slash, ${account.name}::text as name`
    expect(row).toEqual({
      moments: ['2026-11-05 10:00:00.123+00', '1900-01-02 03:04:05+00'],
      sum: 0.1 + 0.2,
      bytes: Buffer.from([0, 255]),
      span: '1 day 02:00:00',
      is_null: true,
      slash: 'a\\b',
      name: account.name,
    })
  } finally {
    await close()
  }
})

test('a claim of an installation keeps its moments on a server that writes dates another way', async () => {
  await using database = await createRoleWith({ DateStyle: 'SQL, DMY' })
  const now = new Date('2026-11-05T10:00:00Z')
  const opened = openDatabase({ url: database.url, keyring: createKeyring(createTestKey('test')), now: () => now })
  try {
    const account = await opened.repositories.accounts.create({ name: randomUUID() })
    const { shop } = await opened.repositories.shops.connect({
      accountId: account.id,
      platform: 'shoprenter',
      domain: randomUUID(),
    })
    await opened.sql`update shops set installed_at = ${now.toISOString()} where id = ${shop.id}`
    expect((await opened.repositories.shops.find(shop.id))?.installedAt).toEqual(now)
  } finally {
    await opened.close()
  }
})
