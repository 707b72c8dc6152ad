import { z } from 'zod'

const template = (initial: string) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text.replaceAll('{shop}', 'shop')),
      'must be a URL in which {shop} is a placeholder for the shop name',
    )
    .default(initial)

/** Addresses: https://doc.shoprenter.hu/development/api/12_acquiring_an_access_token.html */
export const settings = z.object({
  SHOPRENTER_CLIENT_ID: z
    .string()
    .optional()
    .describe('client id of your ShopRenter app; without it, only shops with their own API client can connect'),
  SHOPRENTER_CLIENT_SECRETS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((secret) => secret.trim())
        .filter(Boolean),
    )
    .meta({
      secret: true,
      description:
        'client secrets, comma separated: the first is used, the others are still accepted in signatures during a rotation',
    }),
  SHOPRENTER_APP_ID: z
    .string()
    .regex(/^\d*$/, 'must be a number')
    .default('')
    .describe('id of the app in the shop admin (/admin/app/{AppId})'),
  SHOPRENTER_GRANT: z
    .enum(['client_credentials', 'authorization_code'])
    .default('client_credentials')
    .describe('OAuth grant type of the token requests'),
  SHOPRENTER_SCOPES: z.string().default('').describe('scopes that the app needs, comma separated; shown in messages'),
  SHOPRENTER_TOKEN_URL: template('https://oauth.app.shoprenter.net/{shop}/app/token').describe(
    'URL of the token endpoint',
  ),
  SHOPRENTER_API_URL: template('https://{shop}.api2.myshoprenter.hu/api/').describe('base URL of the API'),
  SHOPRENTER_ADMIN_URL: template('https://{shop}.myshoprenter.hu').describe("URL of the shop's admin"),
  SHOPRENTER_REQUESTS_PER_SECOND: z.coerce
    .number()
    .min(0.1)
    .max(100)
    .default(3)
    .describe('requests per second and shop; the documented limit is 3'),
  SHOPRENTER_SIGNATURE_WINDOW_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .default(300)
    .describe('maximum age of a signed request, and maximum time in the future, seconds'),
  SHOPRENTER_BATCH_COST: z.coerce
    .number()
    .min(1)
    .max(200)
    .default(1)
    .describe('number of requests that one batch call counts as'),
})

export type Settings = z.output<typeof settings>

export function addressOf(template: string, shop: string): URL {
  return new URL(template.replaceAll('{shop}', encodeURIComponent(shop)))
}
