import { z } from 'zod'

const count = (initial: number) => z.coerce.number().int().min(1).default(initial)
const list = (text: string) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)

/** Settings of the api. The platforms' own stand beside their adapters. */
export const ApiConfig = z.object({
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
  PUBLIC_URL: z.url().meta({
    description: 'address under which platforms and merchants reach the api',
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
  ERASE_GRACE_HOURS: z.coerce
    .number()
    .min(0)
    .default(48)
    .describe('between an uninstall and the erasure of the mirror; tokens go at once'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe('port of the api'),
  DASHBOARD_URL: z.url().optional().meta({
    description: 'where merchants go after an install; without it they see a plain page',
    example: 'https://app.example.com/dashboard',
  }),
  INTERNAL_SYNC_SECRET: z.string().min(16).optional().meta({
    secret: true,
    description: 'lets an outside cron call POST /api/v1/internal/scheduled-sync; refused when unset',
  }),
  CORS_ORIGINS: z.string().default('').transform(list).meta({
    description: 'origins whose pages may call the api from a browser, comma separated; none when empty',
    example: 'https://app.example.com',
  }),
  TRUSTED_PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('proxies in front of the api whose X-Forwarded-For is believed'),
  REQUESTS_PER_MINUTE: count(600).describe('control API calls a caller may make a minute'),
})
