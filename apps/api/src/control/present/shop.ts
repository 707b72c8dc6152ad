import type { Shop } from '@shopmirror/jobs'
import { approveScopesUrl, type Platform } from '@shopmirror/platforms'
import { z } from 'zod'
import { iso, time, timeOrNull } from './common.ts'

/** As `shops.status`. */
export const shopStatus = z.enum(['connecting', 'active', 'paused', 'reauth_required', 'uninstalled'])

/** A shop, without its credentials. */
export const shopSchema = z
  .object({
    id: z.string(),
    account_id: z.string(),
    platform: z.string(),
    domain: z.string().describe("The shop's name at the platform"),
    name: z.string().nullable(),
    status: shopStatus.describe(
      '`uninstalled`, `reauth_required` and `connecting`: no access to the shop; `paused` or `active`: with access',
    ),
    status_reason: z.string().nullable().describe('Why there is no access'),
    paused_at: timeOrNull.describe('When the shop was paused; kept while there is no access'),
    missing_scopes: z.array(z.string()),
    approve_scopes_url: z.string().nullable().describe('Link with which the merchant approves the missing scopes'),
    currency: z.string().nullable(),
    locale: z.string().nullable(),
    timezone: z.string().nullable(),
    installed_at: timeOrNull,
    uninstalled_at: timeOrNull,
    created_at: time,
  })
  .meta({ id: 'Shop' })

/** `approveScopesUrl`: of the shop's platform, if it has one. */
export function presentShop(shop: Shop, platform?: Platform): z.input<typeof shopSchema> {
  const hasMissingScopes = platform && shop.missingScopes.length > 0
  const scopesUrl = hasMissingScopes ? approveScopesUrl(platform.install, shop.domain) : null
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
    approve_scopes_url: scopesUrl?.href ?? null,
    currency: shop.currency,
    locale: shop.locale,
    timezone: shop.timezone,
    installed_at: iso(shop.installedAt),
    uninstalled_at: iso(shop.uninstalledAt),
    created_at: shop.createdAt.toISOString(),
  }
}
