import type { RedisAddress, RedisSettings } from '@shopmirror/config'
import type { Redis } from 'ioredis'
import { connectTo, mastersOf } from './redis.ts'

/** A piece of text and where it is: `redis bull:inbox:1`, `postgres orders.email`, `log api.log`. */
export interface Place {
  where: string
  text: string
}

/** Every key of a Redis with all it holds. */
export async function readRedis(address: RedisAddress | RedisSettings): Promise<Place[]> {
  const redis = connectTo(address)
  const places: Place[] = []
  try {
    for (const master of await mastersOf(redis)) {
      for await (const keys of master.scanStream({ count: 1000 }) as AsyncIterable<string[]>) {
        for (const key of keys) places.push({ where: `redis ${key}`, text: `${key}\n${await readKey(master, key)}` })
      }
    }
  } finally {
    redis.disconnect()
  }
  return places
}

async function readKey(redis: Redis, key: string): Promise<string> {
  const read = readers[await redis.type(key)]
  return read ? JSON.stringify(await read(redis, key)) : ''
}

const readers: Record<string, (redis: Redis, key: string) => Promise<unknown>> = {
  string: (redis, key) => redis.get(key),
  hash: (redis, key) => redis.hgetall(key),
  list: (redis, key) => redis.lrange(key, 0, -1),
  set: (redis, key) => redis.smembers(key),
  zset: (redis, key) => redis.zrange(key, '0', '-1'),
  stream: (redis, key) => redis.xrange(key, '-', '+'),
}
