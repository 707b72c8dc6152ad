import { z } from 'zod'
import { publicUrlSchema } from './public-url.ts'
import { SettingsError } from './settings-error.ts'
import { readDatabaseUrl } from './urls/read-database-url.ts'
import { readRedisUrl } from './urls/read-redis-url.ts'

/** How many of something, one at least. */
export const count = (initial: number) => z.coerce.number().int().min(1).default(initial)

/** As `read` has it; what it throws becomes the problem of this setting. */
const readBy =
  <Value>(read: (text: string) => Value) =>
  (text: string, context: z.RefinementCtx): Value => {
    try {
      return read(text)
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error
      context.addIssue({ code: 'custom', message: error.message.replace(/^[A-Z_]+:? (is )?/, '$1') })
      return z.NEVER
    }
  }

/** Where the mirror is: for everything that opens the database. */
const databaseSettings = {
  DATABASE_URL: z
    .string()
    .min(1)
    .transform(readBy((url) => readDatabaseUrl(url) && url))
    .meta({
      secret: true,
      description: 'Postgres that holds the mirror',
      example: 'postgres://user:password@localhost:5432/shopmirror',
    }),
  DATABASE_SCHEMA: z
    .string()
    .regex(/^(?!pg_|information_schema$)[^"$\p{C}]+$/u, 'is reserved, or holds ", $ or a control character')
    .refine((name) => Buffer.byteLength(name) < 64, 'is longer than 63 bytes')
    .optional()
    .meta({
      description:
        "schema that holds every table, spelled exactly, created when missing; when unset the first schema of the role's search_path, by default public",
      example: 'shopmirror',
    }),
}

export const DatabaseConfig = z.object(databaseSettings)

/** What api and worker both have to be told, in the same words. */
export const processSettings = {
  ...databaseSettings,
  DATABASE_POOL_SIZE: count(20).describe('Postgres connections of one process, at most'),
  REDIS_URL: z.string().min(1).transform(readBy(readRedisUrl)).meta({
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
