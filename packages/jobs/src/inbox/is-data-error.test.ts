import { expect, test } from 'vitest'
import { isDataError } from './is-data-error.ts'

const refused = (code: string) => Object.assign(new Error('refused'), { code })

test('a value Postgres cannot store is the fault of the data, however deep it is wrapped', () => {
  expect(isDataError(refused('22P05'))).toBe(true)
  expect(isDataError(new Error('query failed', { cause: refused('23502') }))).toBe(true)
})

test('a server that is going down, a lost connection or a deadlock is not', () => {
  for (const code of ['57P01', '40P01', 'ECONNREFUSED', 'CONNECTION_CLOSED'])
    expect(isDataError(refused(code))).toBe(false)
  expect(isDataError('text')).toBe(false)
})
