import { RetryableError } from '@shopmirror/platforms'
import { expect, test } from 'vitest'
import { isOutage } from './is-outage.ts'

const withCode = (code: string) => Object.assign(new Error('x'), { code })

test.each(['ECONNREFUSED', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', '57P01', '08006', '53300', '25006'])(
  '%s of a driver is an outage, also inside of another error',
  (code) => {
    expect(isOutage(withCode(code))).toBe(true)
    expect(isOutage(new Error('Failed query', { cause: withCode(code) }))).toBe(true)
  },
)

test.each(['23505', '22P02', '57014', '42P01', 'ERR_INVALID_ARG_TYPE'])('%s is not', (code) => {
  expect(isOutage(withCode(code))).toBe(false)
})

test('a Redis that refuses is an outage', () => {
  expect(isOutage(new Error("READONLY You can't write against a read only replica."))).toBe(true)
  expect(isOutage(new Error("OOM command not allowed when used memory > 'maxmemory'."))).toBe(true)
})

test.each(['EMFILE', 'ENOSPC', 'ENOMEM'])('a machine that has no room (%s) is, also for calls of platforms', (code) => {
  expect(isOutage(withCode(code))).toBe(true)
  expect(isOutage(new RetryableError('products: not sent', { cause: withCode(code) }))).toBe(true)
})

test.each(['EROFS', 'EACCES'])('%s is not: it lasts until an operator fixes it', (code) => {
  expect(isOutage(withCode(code))).toBe(false)
})

test('a platform that cannot be reached is judged by its meaning', () => {
  expect(isOutage(new RetryableError('products: no answer', { cause: withCode('ECONNREFUSED') }))).toBe(false)
})
