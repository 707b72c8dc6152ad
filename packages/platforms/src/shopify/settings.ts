import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

const list = (text: string) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)

/** OAuth: https://shopify.dev/docs/apps/build/authentication-authorization · limits: https://shopify.dev/docs/api/usage/limits */
export const settings = z.object({
  SHOPIFY_CLIENT_ID: z
    .string()
    .optional()
    .describe('client id of your Shopify app; without it, only shops with their own credentials can connect'),
  SHOPIFY_CLIENT_SECRETS: z.string().default('').transform(list).meta({
    secret: true,
    description:
      'client secrets, comma separated: the first is used, the others are still accepted in signatures during a rotation',
  }),
  SHOPIFY_SCOPES: z
    .string()
    .default('read_products,read_inventory,read_locations,read_orders,read_fulfillments,read_customers')
    .transform(list)
    .describe('scopes that the app requests, comma separated; orders older than 60 days also need read_all_orders'),
  SHOPIFY_API_VERSION: z
    .string()
    .regex(/^(\d{4}-(01|04|07|10)|unstable)$/, 'must be a quarter such as 2026-10')
    .default('2026-10')
    .describe('version of the Admin API'),
  SHOPIFY_ADMIN_URL: z
    .string()
    .refine(
      (text) => URL.canParse(text.replaceAll('{shop}', 'shop')),
      'must be a URL in which {shop} is a placeholder for the shop domain',
    )
    .default('https://{shop}')
    .describe("URL of the shop's admin; {shop} is its full myshopify.com domain"),
  SHOPIFY_REDIRECT_URL: z
    .union([z.literal(''), z.url({ protocol: /^https?$/ })])
    .default('')
    .describe(
      'redirect URL after the consent: {PUBLIC_URL}/api/v1/shopify/oauth/callback, also among the allowed redirection URLs of the app; required for installs',
    ),
  SHOPIFY_RESTORE_PER_SECOND: z.coerce
    .number()
    .min(1)
    .max(10_000)
    .default(100)
    .describe(
      'cost points restored per second and shop, until the shop reports its own value; standard plans have 100',
    ),
  SHOPIFY_BUCKET: z.coerce
    .number()
    .int()
    .min(1_000)
    .max(100_000)
    .default(2_000)
    .describe('maximum cost points of a shop, until the shop reports its own value; standard plans have 2000'),
  SHOPIFY_BULK_FROM: z.coerce
    .number()
    .int()
    .min(0)
    .default(500)
    .describe('number of objects from which a full read uses a bulk operation instead of pages'),
  SHOPIFY_BULK_MAX_MINUTES: z.coerce
    .number()
    .min(1)
    .max(10 * 24 * 60)
    .default(60)
    .describe('minutes after which an unfinished bulk operation is cancelled and the resource is read page by page'),
  SHOPIFY_SPOOL_DIR: z
    .string()
    .default('')
    .transform((folder) => folder || join(tmpdir(), 'shopmirror'))
    .describe(
      "folder for results of bulk operations while they are read; empty: a folder in the system's temporary folder",
    ),
  SHOPIFY_SIGNATURE_WINDOW_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .default(90)
    .describe('maximum age of a signed request, and maximum time in the future, seconds'),
})

export type Settings = z.output<typeof settings>

/** A URL in a shop's admin; `path` starts with a slash. */
export function adminUrl(
  { SHOPIFY_ADMIN_URL }: Pick<Settings, 'SHOPIFY_ADMIN_URL'>,
  domain: string,
  path: string,
): URL {
  return new URL(SHOPIFY_ADMIN_URL.replaceAll('{shop}', encodeURIComponent(domain)).replace(/\/+$/, '') + path)
}
