import { z } from 'zod'

const list = (separator: RegExp) => (text: string) => text.split(separator).filter(Boolean)

const WANTED_SCOPES =
  'orders order_items order_deliveries payments products categories stocks warehouses customers merchants webhooks'

/** OAuth: https://shopline-developers.readme.io/docs/api-keys · limits: https://open-api.docs.shoplineapp.com/docs/getting-started */
export const settings = z.object({
  SHOPLINE_CLIENT_ID: z
    .string()
    .optional()
    .describe('client id of your SHOPLINE app; without it only shops with a staff token of their own can connect'),
  SHOPLINE_CLIENT_SECRETS: z
    .string()
    .default('')
    .transform(list(/[\s,]+/))
    .meta({
      secret: true,
      description:
        'client secrets, comma separated: the first is used, the others still verify while they are being replaced',
    }),
  SHOPLINE_SCOPES: z
    .string()
    .default(WANTED_SCOPES)
    .transform(list(/[\s,]+/))
    .describe('scopes your app has in the developer centre, space separated: all of them have to be asked for'),
  SHOPLINE_REDIRECT_URL: z
    .union([
      z.literal(''),
      z.url({ protocol: /^https?$/ }).refine((text) => !text.includes('?'), 'has to be an address without a query'),
    ])
    .default('')
    .describe(
      'where SHOPLINE sends merchants after the consent: {PUBLIC_URL}/api/v1/shopline/oauth/callback, also among the callback URLs of the app; needed for installs',
    ),
  SHOPLINE_USER_AGENT: z
    .string()
    .regex(/^[\x21-\x7e][\x20-\x7e]*$/, 'has to be printable ASCII')
    .default('shopmirror')
    .describe('who calls, which SHOPLINE demands: your handle or vendor code'),
  SHOPLINE_AUTH_URL: z
    .url({ protocol: /^https?$/ })
    .default('https://developers.shoplineapp.com')
    .describe('where merchants approve and tokens are asked for'),
  SHOPLINE_API_URL: z
    .url({ protocol: /^https?$/ })
    .default('https://open.shopline.io/v1')
    .describe('base of the Open API'),
  SHOPLINE_REQUESTS_PER_SECOND: z.coerce
    .number()
    .min(0.1)
    .max(100)
    .default(5)
    .describe(
      'requests a second and shop; 20 are documented for the Open API, for tokens of apps no number is published',
    ),
  SHOPLINE_PER_PAGE: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(50)
    .describe('objects a page; SHOPLINE advises 50 at most'),
  SHOPLINE_CURSOR_PAGING: z
    .enum(['all', 'orders_customers'])
    .default('orders_customers')
    .describe(
      'where lists may be read by cursor: orders and customers everywhere, all of them in shops that have the beta',
    ),
  SHOPLINE_MERCHANT_WEBHOOKS: z
    .stringbool()
    .default(true)
    .describe(
      "whether webhooks are registered per shop; not needed where the app's own in the developer centre tell everything",
    ),
})

export type Settings = z.output<typeof settings>

/** An address below a base; `path` begins with a slash. */
export function addressOf(base: string, path: string): URL {
  return new URL(base.replace(/\/+$/, '') + path)
}
