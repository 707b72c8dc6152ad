import { expect, test } from 'vitest'
import { findMachineFailure } from './machine-failure.ts'

const failed = (code: string, more: object = {}) => Object.assign(new Error('x'), { code, ...more })

test.each(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'ENOMEM', '53100', '53200', '53300'])(
  '%s is a shortage, also inside of other errors',
  (code) => {
    const wrapped = new Error('Failed query', { cause: new AggregateError([new Error('y'), failed(code)]) })
    for (const error of [failed(code), wrapped])
      expect(findMachineFailure(error)).toMatchObject({ code, isShortage: true })
  },
)

test.each(['EROFS', 'EACCES', 'EPERM', 'EIO', 'ERR_WORKER_OUT_OF_MEMORY', '58030'])(
  '%s stays until somebody changes something',
  (code) => {
    expect(findMachineFailure(failed(code))).toMatchObject({ code, isShortage: false })
  },
)

test.each(['ECONNREFUSED', 'ENOENT', '23505', 'constructor'])('%s is another failure', (code) => {
  expect(findMachineFailure(failed(code))).toBeNull()
})

test('the message has what was tried, where, and what to change', () => {
  const error = failed('EMFILE', { syscall: 'connect' })
  expect(findMachineFailure(error)?.message).toMatch(/\(EMFILE: connect\).*ulimit -n.*SYNC_CONCURRENCY/)
  expect(findMachineFailure(failed('ENOSPC', { syscall: 'write', path: '/spool/1' }))?.message).toContain(
    'write /spool/1',
  )
})

test.each([null, undefined, 'text', new Error('plain')])('%s is none', (error) => {
  expect(findMachineFailure(error)).toBeNull()
})
