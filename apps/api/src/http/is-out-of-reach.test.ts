import { expect, test } from 'vitest'
import { isOutOfReach } from './is-out-of-reach.ts'

const withCode = (code: string) => Object.assign(new Error('x'), { code })

test.each(['ECONNREFUSED', 'CONNECTION_CLOSED', '08006', '53100', '53200', '53300', '57014', '57P01', '25006'])(
  '%s may pass, also inside of another error',
  (code) => {
    expect(isOutOfReach(withCode(code))).toBe(true)
    expect(isOutOfReach(new Error('Failed query', { cause: withCode(code) }))).toBe(true)
    expect(isOutOfReach(new AggregateError([withCode(code)]))).toBe(true)
  },
)

test('a Redis that does not serve may be back soon', () => {
  expect(isOutOfReach(new Error("READONLY You can't write against a read only replica."))).toBe(true)
})

test.each(['23505', '22P02', '42P01', 'ERR_INVALID_ARG_TYPE'])('%s is a mistake', (code) => {
  expect(isOutOfReach(withCode(code))).toBe(false)
})
