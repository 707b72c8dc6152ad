import { count, processSettings } from '@shopmirror/config'
import { z } from 'zod'

const list = (text: string) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)

/** Settings of the api. The platforms' own stand beside their adapters. */
export const ApiConfig = z.object({
  ...processSettings,
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
    .describe('proxies in front of the api whose X-Forwarded-For is believed; limits by address count what it says'),
  REQUESTS_PER_MINUTE: count(600).describe(
    'control API calls a caller may make a minute; also keys and tokens that one address may try before they are known',
  ),
})
