import { expect, test } from 'vitest'
import { requestIdOf } from './request-id.ts'

const of = (given: string | string[]) => requestIdOf({ headers: { 'x-request-id': given } })

test("a sane id of the caller's is kept", () => {
  expect(of('7f6c2f0e-91a4')).toBe('7f6c2f0e-91a4')
})

test.each([
  ['short'],
  ['with space in it'],
  ['line\nbreak-here'],
  ['a'.repeat(129)],
  ['"quoted-id"'],
  [['one', 'two']],
])('%j is replaced', (given) => {
  expect(of(given)).toMatch(/^[0-9a-f-]{36}$/)
})
