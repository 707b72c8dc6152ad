import { randomBytes } from 'node:crypto'
import type { RedisAddress } from '@shopmirror/config'
import { createKeyring, type Database, openDatabase } from '@shopmirror/db'
import type { RedisConnection } from '@shopmirror/jobs'
import { createTestDatabase } from './database.ts'
import { connectTo, testRedis } from './redis.ts'

/** What a test's stage opens: a migrated database and a prefix in Redis, both of its own. */
export interface Backend extends AsyncDisposable {
  database: Database
  redis: RedisConnection
  prefix: string
  /** Of the database, as in `ENCRYPTION_KEYS`. */
  encryptionKeys: string
}

export interface BackendOptions {
  now?: () => Date
  /** Default: a connection whose commands wait for Redis. */
  connectRedis?: (address: RedisAddress) => RedisConnection
}

/** Disposal closes both connections and drops the database and the keys; close queues before. */
export async function createBackend({ now, connectRedis = connectTo }: BackendOptions = {}): Promise<Backend> {
  const testDatabase = await createTestDatabase()
  const encryptionKeys = `test:${randomBytes(32).toString('base64')}`
  const database = openDatabase({ url: testDatabase.url, keyring: createKeyring(encryptionKeys), max: 5, now })
  const testPrefix = testRedis()
  const redis = connectRedis(testPrefix.address)
  return {
    ...{ database, redis, prefix: testPrefix.prefix, encryptionKeys },
    async [Symbol.asyncDispose]() {
      redis.disconnect()
      await database.close()
      await Promise.all([testDatabase[Symbol.asyncDispose](), testPrefix[Symbol.asyncDispose]()])
    },
  }
}
