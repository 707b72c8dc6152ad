import { z } from 'zod'
import { readBy } from './read-by.ts'
import { readRedisUrl } from './urls/read-redis-url.ts'
import { readCaFile, readClusterNodes, readSentinels, redisAddressNames } from './urls/redis-address.ts'

const text = z.string().min(1)

/** Settings that say where Redis is; exactly one of the first three. */
export const redisSettings = {
  REDIS_URL: text.transform(readBy(readRedisUrl)).optional().meta({
    secret: true,
    description:
      'one Redis, with appendonly on and maxmemory-policy noeviction; required, unless REDIS_CLUSTER_NODES or REDIS_SENTINELS is set instead',
    example: 'redis://localhost:6379',
  }),
  REDIS_CLUSTER_NODES: text
    .transform(readBy((list) => readClusterNodes(list) && list))
    .optional()
    .meta({
      secret: true,
      description: 'in place of REDIS_URL: some nodes of a Redis Cluster, comma separated; the others are found',
      example: 'rediss://user:password@redis-1:6379,redis-2:6379,redis-3:6379',
    }),
  REDIS_SENTINELS: text
    .transform(readBy((list) => readSentinels(list) && list))
    .optional()
    .meta({
      secret: true,
      description:
        'in place of REDIS_URL: Sentinels that know which Redis is the master, comma separated; user, password and database are those of Redis',
      example: 'redis://user:password@sentinel-1:26379,sentinel-2:26379,sentinel-3:26379/0',
    }),
  REDIS_SENTINEL_NAME: text
    .default('mymaster')
    .describe('name of the master that the Sentinels of REDIS_SENTINELS watch'),
  REDIS_SENTINEL_USER: z.string().optional().describe('user of the Sentinels themselves, if they ask for one'),
  REDIS_SENTINEL_PASSWORD: z
    .string()
    .optional()
    .meta({ secret: true, description: 'password of the Sentinels themselves, if they ask for one' }),
  REDIS_CA_FILE: text
    .transform(readBy((file) => readCaFile(file) && file))
    .optional()
    .describe(
      'file in PEM format with the certificate authority of a Redis with TLS; without it, those that Node trusts',
    ),
  REDIS_WAIT_REPLICAS: z.coerce
    .number()
    .int()
    .min(0)
    .max(9)
    .optional()
    .describe(
      'how many replicas must have a webhook before it is answered 200 without a copy in Postgres; default 1 with REDIS_CLUSTER_NODES and REDIS_SENTINELS, else 0',
    ),
}

/** The schema, which also refuses none and more than one address of Redis, together with every other problem. */
export function requireOneRedis<Schema extends z.ZodObject>(schema: Schema): Schema {
  return schema.superRefine(
    (values, context) => {
      const given = redisAddressNames.filter((name) => name in values)
      if (given.length === 1) return
      const message = `is set together with ${given.slice(1).join(' and ')}; set exactly one of ${redisAddressNames.join(', ')}`
      context.addIssue({ code: 'custom', path: [given[0] ?? 'REDIS_URL'], message })
    },
    { when: () => true },
  )
}
