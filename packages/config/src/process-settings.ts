import { z } from 'zod'
import { publicUrlSchema } from './public-url.ts'
import { readBy } from './read-by.ts'
import { redisSettings } from './redis-settings.ts'
import { tracingSettings } from './tracing/tracing-settings.ts'
import { readDatabaseUrl } from './urls/read-database-url.ts'

/** Schema of a positive whole number with a default. */
export const count = (initial: number) => z.coerce.number().int().min(1).default(initial)

/** Schema of an address of Postgres. */
export const databaseUrl = z
  .string()
  .min(1)
  .transform(readBy((url) => readDatabaseUrl(url) && url))

/** Settings of everything that opens the database. */
const databaseSettings = {
  DATABASE_URL: databaseUrl.meta({
    secret: true,
    description: 'Postgres that holds the mirror',
    example: 'postgres://user:password@localhost:5432/shopmirror',
  }),
  DATABASE_SCHEMA: z
    .string()
    .regex(/^(?!pg_|information_schema$)[^"$\p{C}]+$/u, 'is reserved, or contains ", $ or a control character')
    .refine((name) => Buffer.byteLength(name) < 64, 'is longer than 63 bytes')
    .optional()
    .meta({
      description:
        "schema of all tables, created if missing; without it the first schema of the role's search_path, usually public",
      example: 'shopmirror',
    }),
  DATABASE_POOLER: z
    .enum(['transaction'])
    .optional()
    .describe(
      'transaction: DATABASE_URL leads to a pooler that gives each transaction another session; no prepared statements and no start parameters are used',
    ),
  DATABASE_DIRECT_URL: databaseUrl.optional().meta({
    secret: true,
    description: 'the same database without the pooler, for migrations, leases and LISTEN; default: DATABASE_URL',
    example: 'postgres://user:password@localhost:5432/shopmirror',
  }),
}

/** Settings of commands that only open the database. */
export const DatabaseConfig = z.object(databaseSettings)
/** What everything that opens the database is told about it. */
export type DatabaseSettings = z.output<typeof DatabaseConfig>

/** Settings of both api and worker. */
export const processSettings = {
  ...databaseSettings,
  DATABASE_POOL_SIZE: count(20).describe('maximum number of Postgres connections of one process'),
  ...redisSettings,
  QUEUE_PREFIX: z
    .string()
    .min(1)
    .default('{shopmirror}')
    .describe('prefix of all our keys in Redis; braces in it are ignored'),
  ENCRYPTION_KEYS: z.string().min(1).meta({
    secret: true,
    description: 'id:key pairs, comma separated, 32 bytes in base64 each; the first encrypts, all decrypt',
    example: '2026a:… (openssl rand -base64 32)',
  }),
  PUBLIC_URL: publicUrlSchema.meta({
    description: 'public address at which platforms and merchants reach the api; may have a path',
    example: 'https://mirror.example.com',
  }),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('lowest level that is logged'),
  HOST: z.string().default('0.0.0.0').describe('address on which the servers listen'),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .meta({ secret: true, description: 'bearer token required by /metrics; without it /metrics is open' }),
  ...tracingSettings,
  SMTP_URL: z.string().optional().meta({
    secret: true,
    description: 'mail server for invitations and alerts; needs ALERT_EMAIL_FROM, and alerts need ALERT_EMAIL_TO, too',
    example: 'smtp://user:password@mail.example.com:587',
  }),
  ALERT_EMAIL_FROM: z.string().optional().describe('sender of mails'),
  CLOCK_LATE_SECONDS: count(300).describe(
    'time without a tick of the clock (scheduled jobs) after which it counts as stopped and /readyz reports it',
  ),
  ERASE_GRACE_HOURS: z.coerce
    .number()
    .min(0)
    .default(48)
    .describe('hours between an uninstall and the erasure of the mirror; tokens are deleted at once'),
}
