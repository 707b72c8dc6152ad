import { expect, test } from 'vitest'
import { isUnavailable } from './is-unavailable.ts'

const withCode = (code: string) => Object.assign(new Error('x'), { code })

test.each(['ECONNREFUSED', 'CONNECTION_CLOSED', '08006', '53100', '53200', '53300', '57014', '57P01', '25006'])(
  '%s may pass, also inside of another error',
  (code) => {
    expect(isUnavailable(withCode(code))).toBe(true)
    expect(isUnavailable(new Error('Failed query', { cause: withCode(code) }))).toBe(true)
    expect(isUnavailable(new AggregateError([withCode(code)]))).toBe(true)
  },
)

test('a Redis that does not serve may be back soon', () => {
  expect(isUnavailable(new Error("READONLY You can't write against a read only replica."))).toBe(true)
})

test.each(['23505', '22P02', '42P01', 'ERR_INVALID_ARG_TYPE'])('%s is a mistake', (code) => {
  expect(isUnavailable(withCode(code))).toBe(false)
})
