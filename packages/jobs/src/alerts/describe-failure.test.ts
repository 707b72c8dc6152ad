import { AuthRevokedError, RetryableError } from '@shopmirror/platforms'
import { expect, test } from 'vitest'
import { describeFailure } from './describe-failure.ts'

const coded = (code: string) => Object.assign(new Error(`${code}: refused`), { code, syscall: 'open' })

test.each([
  ['EROFS', /read-only/],
  ['EACCES', /permission/],
  ['ENOSPC', /disk is full/],
  ['EMFILE', /ulimit -n.*SYNC_CONCURRENCY/],
  ['ENOMEM', /memory.*SYNC_CONCURRENCY/],
  ['ERR_WORKER_OUT_OF_MEMORY', /memory.*SYNC_CONCURRENCY/],
  ['53300', /DATABASE_POOL_SIZE/],
])('%s is a failure of the machine, with what to change', (code, advice) => {
  const failure = describeFailure(new Error('query failed', { cause: coded(code) }))
  expect(failure).toEqual({ kind: 'machine', message: expect.stringMatching(advice) })
})

test('a call that did not leave the machine is no failure of the shop', () => {
  const error = new RetryableError('products: too many files', { cause: coded('EMFILE') })
  expect(describeFailure(error)).toEqual({ kind: 'machine', message: 'products: too many files' })
})

test('an error with a specific meaning keeps it', () => {
  expect(describeFailure(new AuthRevokedError('refused', { cause: coded('EMFILE') })).kind).toBe('auth_revoked')
})

test('the message of an unexpected error is not stored', () => {
  const failure = describeFailure(new TypeError('of Anna'))
  expect(failure).toEqual({ kind: 'unclassified', message: expect.not.stringContaining('Anna') })
})
