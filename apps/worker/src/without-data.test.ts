import { RetryableError } from '@shopmirror/platforms'
import { expect, test } from 'vitest'
import { withoutData } from './without-data.ts'

test('the message of a library error is not stored in the queue; its name, code and stack frames are', () => {
  const error = Object.assign(new Error('Failed query\nparams: Anna Kiss,anna@example.com'), { code: '22P02' })
  const reported = withoutData(error)
  expect(`${reported.message}${reported.stack}`).not.toMatch(/Anna|anna@/)
  expect(reported.message).toContain('22P02')
  expect(reported.stack).toContain('without-data.test.ts')
})

test('our own messages are', () => {
  expect(withoutData(new RetryableError('products: the platform answered 502.')).message).toBe(
    'products: the platform answered 502.',
  )
})

test('what is no error at all becomes one', () => {
  expect(withoutData('boom').message).toContain('(string)')
})
