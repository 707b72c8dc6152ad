import { expect, test } from 'vitest'
import { refusalOf } from './refusal.ts'

const postgresError = (code: string) => Object.assign(new Error('quotes the data'), { name: 'PostgresError', code })

test.each(['22021', '22P05', '22003', '22008', '23514', '21000', '54000', '54001', 'P0001', 'XX000'])(
  '%s may be about a record, also where the query builder wraps it',
  (code) => {
    expect(refusalOf(postgresError(code))).toMatchObject({ sqlstate: code, reason: expect.stringContaining(code) })
    expect(refusalOf(new Error('Failed query', { cause: postgresError(code) }))?.sqlstate).toBe(code)
    expect(refusalOf(postgresError(code))?.reason).not.toContain('quotes')
  },
)

test.each(['08006', '25006', '26000', '28P01', '40P01', '42P01', '42703', '53100', '55P03', '57014', '58030', 'XX001'])(
  '%s is about no record',
  (code) => {
    expect(refusalOf(postgresError(code))).toBeNull()
  },
)

test('a network error is not about a record, although its code looks similar', () => {
  expect(refusalOf(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))).toBeNull()
  expect(refusalOf('text')).toBeNull()
})
