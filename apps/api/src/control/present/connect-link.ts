import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import { languages } from '../../http/languages.ts'
import { iso, time, timeOrNull } from './common.ts'

type ConnectLink = Awaited<ReturnType<Repositories['connectLinks']['list']>>[number]

/** A connect link. The link itself is shown only when it is created, because only its hash is stored. */
export const connectLinkSchema = z
  .object({
    id: z.string(),
    status: z.enum(['open', 'used', 'expired', 'revoked']),
    platforms: z.array(z.string()).describe('Platforms that the merchant can choose from'),
    language: z.enum(languages).nullable().describe("null: the language of the merchant's browser"),
    return_url: z.string().nullable(),
    shop_id: z.string().nullable().describe('The only shop that it reconnects; null for any shop'),
    created_by: z.string().describe('Id of the key or person'),
    expires_at: time,
    used_at: timeOrNull.describe('When a shop was connected with it'),
    revoked_at: timeOrNull,
    created_at: time,
  })
  .meta({ id: 'ConnectLink' })

/** A row of `connect_links` as `connectLinkSchema`; whether it is expired depends on `now`. */
export function presentConnectLink(row: ConnectLink, now: Date): z.input<typeof connectLinkSchema> {
  return {
    id: row.id,
    status: statusOf(row, now),
    platforms: row.platforms,
    language: languages.find((language) => language === row.language) ?? null,
    return_url: row.returnUrl,
    shop_id: row.shopId,
    created_by: row.createdBy,
    expires_at: row.expiresAt.toISOString(),
    used_at: iso(row.usedAt),
    revoked_at: iso(row.revokedAt),
    created_at: row.createdAt.toISOString(),
  }
}

function statusOf({ usedAt, revokedAt, expiresAt }: ConnectLink, now: Date) {
  if (usedAt) return 'used'
  if (revokedAt) return 'revoked'
  return expiresAt > now ? 'open' : 'expired'
}
