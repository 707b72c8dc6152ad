import { expect, test } from 'vitest'
import { isRedisRefusal, isRedisUnavailable } from './redis-errors.ts'

test.each([
  "READONLY You can't write against a read only replica.",
  "READONLY You can't write against a read only replica. script: 1f3, on @user_script:5.",
  'ERR Error running script (call to f_1f3): @user_script:5: -READONLY You can not write against a read only replica.',
  'LOADING Redis is loading the dataset in memory',
  "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
  'CLUSTERDOWN The cluster is down',
  'NOREPLICAS Not enough good replicas to write.',
  'UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)',
])('a server that answers "%s" causes a reconnect', (message) => {
  expect(isRedisRefusal(new Error(message))).toBe(true)
  expect(isRedisUnavailable(new Error(message))).toBe(true)
})

test.each([
  "OOM command not allowed when used memory > 'maxmemory'.",
  'MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist to disk.',
  'EXECABORT Transaction discarded because of previous errors.',
  'Connection is closed.',
  "Stream isn't writeable and enableOfflineQueue options is false",
  'Command aborted due to connection close',
])('"%s" may pass, and no other server would help', (message) => {
  expect(isRedisRefusal(new Error(message))).toBe(false)
  expect(isRedisUnavailable(new Error(message))).toBe(true)
})

test.each([
  'WRONGTYPE Operation against a key',
  'ERR unknown command',
  'The value READONLYx',
  'Missing lock for job 7',
])('"%s" is a mistake', (message) => {
  expect(isRedisUnavailable(new Error(message))).toBe(false)
})
