import type { Shop } from '@shopmirror/jobs'
import { z } from 'zod'
import { iso, time, timeOrNull } from './common.ts'

export const shopStatus = z.enum(['connecting', 'active', 'paused', 'reauth_required', 'uninstalled'])

export const shopSchema = z
  .object({
    id: z.string(),
    account_id: z.string(),
    platform: z.string(),
    domain: z.string().describe("The shop's name at the platform"),
    name: z.string().nullable(),
    status: shopStatus.describe(
      'Whether it may be called: `uninstalled`, `reauth_required` and `connecting` say that there is no access; with access it is `paused` or `active`',
    ),
    status_reason: z.string().nullable().describe('Why there is no access'),
    paused_at: timeOrNull.describe('Since when people want nothing to be asked of it; stays while there is no access'),
    missing_scopes: z.array(z.string()),
    approve_scopes_url: z.string().nullable().describe('Where the merchant grants what is missing'),
    currency: z.string().nullable(),
    locale: z.string().nullable(),
    timezone: z.string().nullable(),
    installed_at: timeOrNull,
    uninstalled_at: timeOrNull,
    created_at: time,
  })
  .meta({ id: 'Shop' })

export function presentShop(shop: Shop, approveScopesUrl?: (domain: string) => URL): z.input<typeof shopSchema> {
  const asksForMore = shop.missingScopes.length > 0
  return {
    id: shop.id,
    account_id: shop.accountId,
    platform: shop.platform,
    domain: shop.domain,
    name: shop.name,
    status: shop.status,
    status_reason: shop.statusReason,
    paused_at: iso(shop.pausedAt),
    missing_scopes: shop.missingScopes,
    approve_scopes_url: asksForMore ? (approveScopesUrl?.(shop.domain).href ?? null) : null,
    currency: shop.currency,
    locale: shop.locale,
    timezone: shop.timezone,
    installed_at: iso(shop.installedAt),
    uninstalled_at: iso(shop.uninstalledAt),
    created_at: shop.createdAt.toISOString(),
  }
}
