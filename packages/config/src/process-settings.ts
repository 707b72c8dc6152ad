import { z } from 'zod'
import { publicUrlSchema } from './public-url.ts'

/** How many of something, one at least. */
export const count = (initial: number) => z.coerce.number().int().min(1).default(initial)

/** What api and worker both have to be told, in the same words. */
export const processSettings = {
  DATABASE_URL: z.string().min(1).meta({
    secret: true,
    description: 'Postgres that holds the mirror',
    example: 'postgres://user:password@localhost:5432/shopmirror',
  }),
  DATABASE_POOL_SIZE: count(20).describe('Postgres connections of one process, at most'),
  REDIS_URL: z.string().min(1).meta({
    secret: true,
    description: 'Redis with appendonly on and maxmemory-policy noeviction',
    example: 'redis://localhost:6379',
  }),
  QUEUE_PREFIX: z.string().min(1).default('{shopmirror}').describe('before every queue key in Redis'),
  ENCRYPTION_KEYS: z.string().min(1).meta({
    secret: true,
    description: 'id:key pairs, comma separated, 32 bytes in base64 each; the first encrypts, all decrypt',
    example: '2026a:… (openssl rand -base64 32)',
  }),
  PUBLIC_URL: publicUrlSchema.meta({
    description: 'address under which platforms and merchants reach the api, with the path where a proxy gives it one',
    example: 'https://mirror.example.com',
  }),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('least severe line that is logged'),
  HOST: z.string().default('0.0.0.0').describe('address the servers listen on'),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .meta({ secret: true, description: 'bearer token that /metrics asks for; none when unset' }),
  CLOCK_LATE_SECONDS: count(300).describe(
    'the clock (schedules, of which the fastest runs each minute) counts as stopped after this long without a tick; /readyz says so',
  ),
  ERASE_GRACE_HOURS: z.coerce
    .number()
    .min(0)
    .default(48)
    .describe('between an uninstall and the erasure of the mirror; tokens go at once'),
}
