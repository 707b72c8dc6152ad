import { describe, expect, test } from 'vitest'
import { SettingsError } from '../settings-error.ts'
import { readRedisUrl } from './read-redis-url.ts'

test.each([
  ['redis://h', 'redis://h'],
  ['redis://u:p%40@h:6380/2', 'redis://u:p%40@h:6380/2'],
  ['redis://:p@[::1]:6380', 'redis://:p@[::1]:6380'],
  // The driver takes any other spelling for one without TLS.
  ['REDISS://h', 'rediss://h'],
  ['valkeys://h:1/2', 'rediss://h:1/2'],
  ['valkey://h', 'redis://h'],
  ['localhost:6379', 'localhost:6379'],
  ['/run/redis.sock?db=2', '/run/redis.sock?db=2'],
  ['rediss://h?family=6&db=3', 'rediss://h?family=6&db=3'],
  ['redis://h?protocol=3&decode_responses=True&db=', 'redis://h'],
  [' redis://h\n', 'redis://h'],
])('%s is given to the driver as %s', (given, expected) => {
  expect(readRedisUrl(given)).toBe(expected)
})

describe('what is refused says what to do, and keeps the password', () => {
  test.each([
    ['redis://h?enableOfflineQueue=true', 'the parameter "enableOfflineQueue" is not supported; remove it'],
    ['redis://h?maxRetriesPerRequest=3', '"maxRetriesPerRequest"'],
    ['redis://h?tls=true', 'use rediss://'],
    ['rediss://h?ssl_cert_reqs=none', 'REDIS_CA_FILE'],
    ['https://eu1.upstash.io', 'redis://user:password@host'],
    ['redis://h/first', 'redis://user:password@host'],
    ['redis://:in#vented@h', 'Percent-encode'],
    ['redis://:in/vented@h', 'Percent-encode'],
    ['redis://:invented%@h', 'the password is not percent-encoded correctly'],
    ['redis://', 'redis://user:password@host'],
  ])('%s', (url, message) => {
    expect(() => readRedisUrl(url)).toThrow(SettingsError)
    expect(() => readRedisUrl(url)).toThrow(message)
    expect(() => readRedisUrl(url)).not.toThrow(/vented/)
  })
})
