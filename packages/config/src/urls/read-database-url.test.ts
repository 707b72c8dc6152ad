import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterAll, describe, expect, test } from 'vitest'
import { SettingsError } from '../settings-error.ts'
import { readDatabaseUrl } from './read-database-url.ts'

const base = 'postgres://mirror:invented@db.example.com/mirror'
const folder = mkdtempSync(join(tmpdir(), 'database-url-'))
const authority = join(folder, 'authority.pem')
writeFileSync(authority, rootCertificates[0] ?? '')
const noCertificate = join(folder, 'notes.txt')
writeFileSync(noCertificate, 'the password is in the safe')
const key = join(folder, 'client.key')
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }))
afterAll(() => rmSync(folder, { recursive: true }))

describe('what providers write', () => {
  test.each([
    'sslmode=require&channel_binding=require',
    'sslmode=require&pgbouncer=true&connection_limit=1',
    'sslmode=require&gssencmode=disable',
    'sslmode=require&supa=base-pooler.x',
    'sslmode=require&uselibpqcompat=true&keepalives=1&keepalives_idle=30',
    'sslmode=require&sslmode=&channel_binding=',
  ])('%s connects by TLS, and none of it becomes a setting of the session', (query) => {
    expect(readDatabaseUrl(`${base}?${query}`)).toMatchObject({
      tls: { rejectUnauthorized: false },
      startParameters: {},
    })
  })

  test.each([
    ['pgbouncer=true', true],
    ['prepare=false', true],
    ['pgbouncer=false', false],
    ['', false],
  ])('%s: each transaction may get another session: %s', (query, transactionPooler) => {
    expect(readDatabaseUrl(`${base}?${query}`).transactionPooler).toBe(transactionPooler)
  })

  test('special characters of user, password and database are decoded', () => {
    const { user, password, database } = readDatabaseUrl('postgresql://b%C3%A9la:p%40%3A%2F%23%25%2B%C3%A9@h/sz%C3%A1m')
    expect({ user, password, database }).toEqual({ user: 'béla', password: 'p@:/#%+é', database: 'szám' })
  })

  test.each([
    ['postgres://h/x', [{ host: 'h', port: 5432 }]],
    [
      'postgres://a:1,b:2/x',
      [
        { host: 'a', port: 1 },
        { host: 'b', port: 2 },
      ],
    ],
    ['postgres://[::1]:6000/x', [{ host: '::1', port: 6000 }]],
    ['postgres://%2Fvar%2Frun/x', [{ host: '/var/run', port: 5432 }]],
    ['postgres:///x?host=/var/run&port=6000', [{ host: '/var/run', port: 6000 }]],
    ['postgres://u:p@/x?host=/cloudsql/project:region:name', [{ host: '/cloudsql/project:region:name', port: 5432 }]],
    ['postgres://u:p@%2Fcloudsql%2Fproject%3Aregion%3Aname/x', [{ host: '/cloudsql/project:region:name', port: 5432 }]],
    ['postgres://h:1/x\n', [{ host: 'h', port: 1 }]],
  ])('%s leads to its servers', (url, hosts) => {
    expect(readDatabaseUrl(url).hosts).toEqual(hosts)
  })

  test.each([
    ['search_path=shops', { search_path: 'shops' }],
    ['schema=Shops', { search_path: '"Shops"' }],
    ['currentSchema=shops', { search_path: 'shops' }],
    ['options=-c%20search_path%3Dshops', { options: '-c search_path=shops' }],
    ['application_name=erp&client_encoding=latin1', { application_name: 'erp' }],
  ])('%s is passed on', (query, startParameters) => {
    expect(readDatabaseUrl(`${base}?${query}`).startParameters).toEqual(startParameters)
  })
})

describe('TLS', () => {
  test.each([
    ['', 'prefer'],
    ['sslmode=disable', false],
    ['ssl=false', false],
    [`sslmode=disable&sslrootcert=${authority}`, false],
    ['sslmode=allow', 'prefer'],
    ['sslmode=prefer', 'prefer'],
  ])('%s: %s', (query, tls) => {
    expect(readDatabaseUrl(`${base}?${query}`).tls).toBe(tls)
  })

  test.each([
    ['sslmode=require', false],
    ['ssl=require', false],
    ['sslmode=verify-ca', true],
    ['sslmode=verify-full', true],
    ['ssl=true', true],
    ['sslrootcert=system', true],
    ['sslmode=require&sslrootcert=system', true],
    [`sslmode=require&sslrootcert=${authority}`, true],
    [`sslmode=prefer&sslrootcert=${authority}`, true],
    [`sslrootcert=${authority}`, true],
    [`sslmode=require&sslkey=${key}`, false],
  ])('%s: the certificate is checked: %s', (query, rejectUnauthorized) => {
    expect(readDatabaseUrl(`${base}?${query}`).tls).toMatchObject({ rejectUnauthorized })
  })

  test('a socket is never encrypted', () => {
    expect(readDatabaseUrl('postgres://%2Fvar%2Frun/x?sslmode=require').tls).toBe(false)
  })
})

describe('what is refused names the parameter or part, says what to do, and keeps the password', () => {
  test.each([
    ['sslmode=no-verify', 'sslmode=no-verify is not supported; use one of disable, allow, prefer, require, verify-ca'],
    ['ssl=maybe', 'ssl=maybe is not supported'],
    ['sslmod=require', 'the parameter "sslmod" is not supported; remove it'],
    ['sslaccept=strict', 'use sslmode=require'],
    ['statement_timeout=5', 'the parameter "statement_timeout"'],
    ['prepared_statements=false', 'use pgbouncer=true'],
    ['passfile=/x', 'write the password into the address'],
    ['sslrootcert=/does/not/exist.pem', 'sslrootcert=/does/not/exist.pem cannot be read (ENOENT)'],
    [`sslrootcert=${folder}`, 'cannot be read (EISDIR)'],
    [`sslrootcert=${noCertificate}`, 'contains no certificate in PEM format'],
    [`sslmode=require&sslkey=${noCertificate}`, 'sslcert, sslkey or sslcrl cannot be used'],
    ['sslmode=require&ssl_min_protocol_version=SSLv3', 'use one of TLSv1'],
    ['sslnegotiation=never', 'use one of postgres, direct'],
    ['target_session_attrs=fast', 'use one of any'],
    ['connect_timeout=soon', 'connect_timeout=soon is not a number'],
  ])('%s', (query, message) => {
    expect(errorOf(`${base}?${query}`)).toContain(message)
  })

  test.each([
    ['', 'postgres://user:password@host'],
    ['mysql://u:invented@h/x', 'postgres://user:password@host'],
    ['jdbc:postgresql://h/x', 'postgres://user:password@host'],
    ['"postgres://u:invented@h/x"', 'postgres://user:password@host'],
    ['postgres://u:inv#ented@h/x', 'Percent-encode'],
    ['postgres://u:inv/ented@h/x', 'Percent-encode'],
    ['postgres://u:inv?ented@h/x', 'Percent-encode'],
    ['postgres://u:12/ented@h/x', 'Percent-encode'],
    ['postgres://h:port/x', 'Percent-encode'],
    ['postgres://u:invented%@h/x', 'the password is not percent-encoded correctly'],
    ['postgres://u%zz:invented@h/x', 'the user is not percent-encoded correctly'],
    ['postgres://u:invented@h/%E9', 'the name of the database is not percent-encoded correctly'],
  ])('%s', (url, message) => {
    expect(errorOf(url)).toContain(message)
  })
})

function errorOf(url: string): string {
  try {
    readDatabaseUrl(url)
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError)
    const { message } = error as Error
    expect(message).toMatch(/^DATABASE_URL/)
    expect(message).not.toMatch(/invented|inv#|inv\/|ented|\n/)
    return message
  }
  throw new Error(`${url} was taken.`)
}
