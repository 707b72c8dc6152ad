import { expect, test } from 'vitest'
import { describeExit } from './describe-exit.ts'

test.each([
  [{ code: null, signal: 'SIGKILL' }, /memory.*SYNC_CONCURRENCY/],
  [{ code: 137, signal: null }, /memory.*SYNC_CONCURRENCY/],
  [{ code: null, signal: 'SIGABRT' }, /--max-old-space-size/],
  [{ code: 134, signal: null }, /--max-old-space-size/],
  [{ code: 1, signal: null }, /^exited with code 1$/],
  [{ code: null, signal: 'SIGTERM' }, /^was terminated by SIGTERM$/],
] as const)('%o says why a process ends so', (exit, words) => {
  expect(describeExit(exit)).toMatch(words)
})
