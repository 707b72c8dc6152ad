import { z } from 'zod'

const template = (initial: string) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text.replaceAll('{shop}', 'shop')),
      'has to be an address in which {shop} stands for the shop',
    )
    .default(initial)

/** Addresses: https://doc.shoprenter.hu/development/api/12_acquiring_an_access_token.html */
export const settings = z.object({
  SHOPRENTER_CLIENT_ID: z
    .string()
    .optional()
    .describe('client id of your ShopRenter app; without it only shops with an API client of their own can connect'),
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
        'client secrets, comma separated: the first is used, the others still verify while they are being replaced',
    }),
  SHOPRENTER_APP_ID: z
    .string()
    .regex(/^\d*$/, 'has to be a number')
    .default('')
    .describe('number of your app in the shop admin (/admin/app/{AppId})'),
  SHOPRENTER_GRANT: z
    .enum(['client_credentials', 'authorization_code'])
    .default('client_credentials')
    .describe('how tokens are asked for'),
  SHOPRENTER_SCOPES: z.string().default('').describe('scopes your app wants, for messages, comma separated'),
  SHOPRENTER_TOKEN_URL: template('https://oauth.app.shoprenter.net/{shop}/app/token').describe(
    'where tokens are asked for',
  ),
  SHOPRENTER_API_URL: template('https://{shop}.api2.myshoprenter.hu/api/').describe('base of the API'),
  SHOPRENTER_ADMIN_URL: template('https://{shop}.myshoprenter.hu').describe("the shop's admin"),
  SHOPRENTER_REQUESTS_PER_SECOND: z.coerce
    .number()
    .min(0.1)
    .max(100)
    .default(3)
    .describe('requests a second and shop; the documented limit is 3'),
  SHOPRENTER_SIGNATURE_WINDOW_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .default(300)
    .describe('how old, or how far ahead, a signed call may be'),
  SHOPRENTER_BATCH_COST: z.coerce
    .number()
    .min(1)
    .max(200)
    .default(1)
    .describe('requests that one batch call counts for'),
})

export type Settings = z.output<typeof settings>

export function addressOf(template: string, shop: string): URL {
  return new URL(template.replaceAll('{shop}', encodeURIComponent(shop)))
}
