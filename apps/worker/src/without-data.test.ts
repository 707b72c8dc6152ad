import { RetryableError } from '@shopmirror/platforms'
import { expect, test } from 'vitest'
import { withoutData } from './without-data.ts'

test('the words of a library do not reach the queue, its name, its code and the place do', () => {
  const error = Object.assign(new Error('Failed query\nparams: Anna Kiss,anna@example.com'), { code: '22P02' })
  const told = withoutData(error)
  expect(`${told.message}${told.stack}`).not.toMatch(/Anna|anna@/)
  expect(told.message).toContain('22P02')
  expect(told.stack).toContain('without-data.test.ts')
})

test('our own words do', () => {
  expect(withoutData(new RetryableError('products: the platform answered 502.')).message).toBe(
    'products: the platform answered 502.',
  )
})

test('what is no error at all becomes one', () => {
  expect(withoutData('boom').message).toContain('(string)')
})
