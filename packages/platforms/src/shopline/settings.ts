import { z } from 'zod'

const list = (separator: RegExp) => (text: string) => text.split(separator).filter(Boolean)

const WANTED_SCOPES =
  'orders order_items order_deliveries payments products categories stocks warehouses customers merchants webhooks'

/** OAuth: https://shopline-developers.readme.io/docs/api-keys · limits: https://open-api.docs.shoplineapp.com/docs/getting-started */
export const settings = z.object({
  SHOPLINE_CLIENT_ID: z
    .string()
    .optional()
    .describe('client id of your SHOPLINE app; without it, only shops with a staff token can connect'),
  SHOPLINE_CLIENT_SECRETS: z
    .string()
    .default('')
    .transform(list(/[\s,]+/))
    .meta({
      secret: true,
      description:
        'client secrets, comma separated: the first is used, the others are still accepted in signatures during a rotation',
    }),
  SHOPLINE_SCOPES: z
    .string()
    .default(WANTED_SCOPES)
    .transform(list(/[\s,]+/))
    .describe('scopes of the app in the developer centre, space separated; all of them must be requested'),
  SHOPLINE_REDIRECT_URL: z
    .union([
      z.literal(''),
      z.url({ protocol: /^https?$/ }).refine((text) => !text.includes('?'), 'must be a URL without a query'),
    ])
    .default('')
    .describe(
      'redirect URL after the consent: {PUBLIC_URL}/api/v1/shopline/oauth/callback, also among the callback URLs of the app; required for installs',
    ),
  SHOPLINE_USER_AGENT: z
    .string()
    .regex(/^[\x21-\x7e][\x20-\x7e]*$/, 'must be printable ASCII')
    .default('shopmirror')
    .describe('User-Agent header, which SHOPLINE requires: your handle or vendor code'),
  SHOPLINE_AUTH_URL: z
    .url({ protocol: /^https?$/ })
    .default('https://developers.shoplineapp.com')
    .describe('base URL of the consent page and the token endpoint'),
  SHOPLINE_API_URL: z
    .url({ protocol: /^https?$/ })
    .default('https://open.shopline.io/v1')
    .describe('base URL of the Open API'),
  SHOPLINE_REQUESTS_PER_SECOND: z.coerce
    .number()
    .min(0.1)
    .max(100)
    .default(5)
    .describe(
      'requests per second and shop; 20 are documented for the Open API, no number is published for app tokens',
    ),
  SHOPLINE_PER_PAGE: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(50)
    .describe('objects per page; SHOPLINE recommends 50 at most'),
  SHOPLINE_CURSOR_PAGING: z
    .enum(['all', 'orders_customers'])
    .default('orders_customers')
    .describe('lists that are read by cursor: orders and customers in every shop, all lists in shops with the beta'),
  SHOPLINE_MERCHANT_WEBHOOKS: z
    .stringbool()
    .default(true)
    .describe(
      "whether to register webhooks per shop; not needed if the app's webhooks in the developer centre cover everything",
    ),
})

export type Settings = z.output<typeof settings>

/** A URL below a base URL; `path` starts with a slash. */
export function addressOf(base: string, path: string): URL {
  return new URL(base.replace(/\/+$/, '') + path)
}
