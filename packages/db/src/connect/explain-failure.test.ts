import { SettingsError } from '@shopmirror/config'
import { expect, test } from 'vitest'
import { DatabaseUnreachableError, explainFailure } from './explain-failure.ts'

const url = 'postgres://mirror:invented@db.example.com/mirror?sslmode=verify-full'
const failure = (code: string, message = code) => Object.assign(new Error(message), { code })

test.each([
  ['SELF_SIGNED_CERT_IN_CHAIN', 'sslrootcert=FILE'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'sslrootcert=FILE'],
  ['CERT_HAS_EXPIRED', 'was rejected'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'is for another name'],
  ['28000', 'sslmode in DATABASE_URL'],
  ['42501', 'lacks a privilege'],
])('%s needs an operator: %s', (code, advice) => {
  const explained = explainFailure(failure(code), url)
  expect(explained).toBeInstanceOf(SettingsError)
  expect(explained).not.toBeInstanceOf(DatabaseUnreachableError)
  expect(String(explained)).toContain(advice)
  expect(String(explained)).not.toContain('invented')
})

test.each([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  '57P03',
  '53300',
])('%s may be temporary', (code) => {
  expect(explainFailure(failure(code), url)).toBeInstanceOf(DatabaseUnreachableError)
})

test('an error of a statement stays what it is', () => {
  for (const error of [failure('42601'), new TypeError('x'), new SettingsError('known'), 'text']) {
    expect(explainFailure(error, url)).toBe(error)
  }
})
