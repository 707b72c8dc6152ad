import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { loadConfig } from '../load.ts'
import { redisSettings, requireOneRedis } from '../redis-settings.ts'
import { describeRedisAddress, type RedisSettings, readRedisAddress } from './redis-address.ts'

const folder = mkdtempSync(join(tmpdir(), 'redis-address-'))
const authority = join(folder, 'authority.pem')
writeFileSync(authority, rootCertificates[0] ?? '')
afterAll(() => rmSync(folder, { recursive: true }))

const schema = requireOneRedis(z.object({ ...redisSettings, OTHER: z.string() }))
const load = (settings: RedisSettings) => readRedisAddress(loadConfig(schema, { OTHER: 'x', ...settings }))

describe('where Redis is', () => {
  test.each([
    [{ REDIS_URL: 'rediss://u:p@h:1/2' }, { kind: 'server', url: 'rediss://u:p@h:1/2' }],
    [
      { REDIS_CLUSTER_NODES: 'a:7000, b , [::1]:7002' },
      {
        kind: 'cluster',
        isTls: false,
        nodes: [
          { host: 'a', port: 7000 },
          { host: 'b', port: 6379 },
          { host: '::1', port: 7002 },
        ],
      },
    ],
    [
      { REDIS_CLUSTER_NODES: 'valkeys://app:p%40%2Cx@a,b:1/0' },
      {
        kind: 'cluster',
        isTls: true,
        username: 'app',
        password: 'p@,x',
        nodes: [
          { host: 'a', port: 6379 },
          { host: 'b', port: 1 },
        ],
      },
    ],
    [
      { REDIS_SENTINELS: 'redis://:word@s1,redis://:word@s2:5/3', REDIS_SENTINEL_PASSWORD: 'other' },
      {
        kind: 'sentinel',
        isTls: false,
        password: 'word',
        db: 3,
        masterName: 'mymaster',
        sentinelPassword: 'other',
        nodes: [
          { host: 's1', port: 26379 },
          { host: 's2', port: 5 },
        ],
      },
    ],
  ])('%o', (settings, address) => {
    expect(load(settings)).toEqual(address)
  })

  test('a certificate authority is read from its file', () => {
    const address = load({ REDIS_URL: 'rediss://h', REDIS_CA_FILE: authority })
    expect(address).toEqual({ kind: 'server', url: 'rediss://h', ca: rootCertificates[0] })
  })
})

describe('what is refused says what to do, and keeps the password', () => {
  test.each<[RedisSettings & { OTHER?: string }, string]>([
    [{}, 'REDIS_URL: is missing'],
    [{ OTHER: '' }, 'OTHER: is missing'],
    [{ OTHER: '' }, 'REDIS_URL: is missing'],
    [{ REDIS_URL: 'redis://h', REDIS_SENTINELS: 's' }, 'REDIS_URL: is set together with REDIS_SENTINELS'],
    [
      { REDIS_URL: 'redis://in#vented@h', REDIS_CLUSTER_NODES: 'a' },
      'set exactly one of REDIS_URL, REDIS_CLUSTER_NODES',
    ],
    [{ REDIS_CLUSTER_NODES: 'redis://:invented@a:1/2' }, 'a cluster has only database 0; remove /2'],
    [{ REDIS_CLUSTER_NODES: 'redis://:invented@a,redis://:other@b' }, 'names more than one password'],
    [{ REDIS_CLUSTER_NODES: 'redis://a,rediss://b' }, 'names more than one scheme'],
    [{ REDIS_CLUSTER_NODES: 'https://a' }, 'is not a list of the form redis://user:password@first:6379,second'],
    [{ REDIS_CLUSTER_NODES: 'a,,b' }, 'is not a list of the form'],
    [{ REDIS_SENTINELS: 'redis://:inv/ented@a' }, 'Percent-encode'],
    [{ REDIS_SENTINELS: 's?name=master' }, 'is not a list of the form'],
    [{ REDIS_SENTINELS: 'redis://:invented%@a' }, 'the password is not percent-encoded correctly'],
    [{ REDIS_URL: 'rediss://h', REDIS_CA_FILE: '/does/not/exist.pem' }, 'cannot be used (ENOENT)'],
    [{ REDIS_URL: 'rediss://h', REDIS_CA_FILE: folder }, 'cannot be used (EISDIR)'],
  ])('%o', (settings, message) => {
    expect(() => load(settings)).toThrow(message)
    expect(() => load(settings)).not.toThrow(/vented|inv\/|ented@/)
  })
})

test('the log names the servers, and neither user nor password', () => {
  const described = [
    { REDIS_URL: 'redis://app:word@h:1/2' },
    { REDIS_URL: '/run/redis.sock?db=2' },
    { REDIS_CLUSTER_NODES: 'rediss://app:word@a,b:1' },
    { REDIS_SENTINELS: 'redis://app:word@s/4', REDIS_SENTINEL_NAME: 'main' },
  ].map((settings) => describeRedisAddress(load(settings)))
  expect(described).toEqual([
    { kind: 'server', nodes: ['h:1'], database: 2, tls: false },
    { kind: 'server', path: '/run/redis.sock' },
    { kind: 'cluster', nodes: ['a:6379', 'b:1'], tls: true },
    { kind: 'sentinel', nodes: ['s:26379'], masterName: 'main', database: 4, tls: false },
  ])
})
