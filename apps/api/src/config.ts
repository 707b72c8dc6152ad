import { count, databaseUrl, processSettings, requireOneRedis, SettingsError } from '@shopmirror/config'
import { z } from 'zod'
import type { OidcSettings } from './people/oidc-plugin.ts'

const list = (text: string) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)

/** Settings of the api. Each platform's settings are in its adapter. */
export const ApiConfig = requireOneRedis(
  z.object({
    ...processSettings,
    DATABASE_REPLICA_URL: databaseUrl.optional().meta({
      secret: true,
      description: 'a streaming replica of the database, from which lists of what happened and statistics are read',
      example: 'postgres://user:password@replica:5432/shopmirror',
    }),
    DATABASE_REPLICA_AGE_SECONDS: count(10).describe(
      'how far the replica may be behind; lists are read from the primary when it is further',
    ),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe('port of the api'),
    DASHBOARD_URL: z.url().optional().meta({
      description:
        'address of your dashboard, to which merchants are redirected after an install; without it they see a plain page',
      example: 'https://app.example.com/dashboard',
    }),
    INTERNAL_SYNC_SECRET: z.string().min(16).optional().meta({
      secret: true,
      description:
        'bearer token with which an external cron may call POST /api/v1/internal/scheduled-sync; without it the route answers 404',
    }),
    CORS_ORIGINS: z.string().default('').transform(list).meta({
      description: 'origins whose pages may call the api from a browser (CORS), comma separated; none when empty',
      example: 'https://app.example.com',
    }),
    CONNECT_RETURN_ORIGINS: z
      .string()
      .default('')
      .transform(list)
      .refine(
        (origins) => origins.every((origin) => URL.canParse(origin)),
        'must be origins, such as https://app.example.com',
      )
      .meta({
        description:
          'origins to which a connect link may lead merchants back, comma separated; any https address when empty',
        example: 'https://app.example.com',
      }),
    TRUSTED_PROXIES: z.coerce
      .number()
      .int()
      .min(0)
      .default(0)
      .describe(
        'number of trusted proxies in front of the api that append to X-Forwarded-For; limits per address use it',
      ),
    REQUESTS_PER_MINUTE: count(600).describe(
      'requests per minute: control API calls of one caller, and invalid or not recently used keys and tokens of one address',
    ),
    OIDC_ISSUER: z.url().optional().meta({
      description:
        'address of your identity provider (OpenID Connect), whose metadata is at {issuer}/.well-known/openid-configuration; with OIDC_CLIENT_ID and OIDC_CLIENT_SECRET people can sign in through it',
      example: 'https://login.example.com',
    }),
    OIDC_CLIENT_ID: z.string().optional().describe('client id at the identity provider'),
    OIDC_CLIENT_SECRET: z
      .string()
      .optional()
      .meta({ secret: true, description: 'client secret at the identity provider' }),
    OIDC_NAME: z.string().default('SSO').describe('name of the identity provider on the sign-in button'),
  }),
)

/** The identity provider; `undefined` without one. Throws a `SettingsError` when only part of it is set. */
export function readOidc(config: z.output<typeof ApiConfig>): OidcSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: name } = config
  if (issuer && clientId && clientSecret) return { issuer, clientId, clientSecret, name }
  if (!issuer && !clientId && !clientSecret) return undefined
  throw new SettingsError(
    'OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together: set all of them, or none.',
  )
}
