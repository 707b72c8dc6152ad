import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import { iso, time, timeOrNull } from './common.ts'

type Installation = Awaited<ReturnType<Repositories['installations']['list']>>[number]

/** An installation. Codes and tokens are never shown. */
export const installationSchema = z
  .object({
    id: z.string(),
    platform: z.string(),
    domain: z.string().nullable().describe('null until it is known which shop the merchant selected'),
    status: z.enum(['pending', 'claimed', 'expired']),
    shop_id: z.string().nullable(),
    error: z.string().nullable().describe('Why the last install failed'),
    expires_at: timeOrNull.describe('null: does not expire while the app is installed'),
    claimed_at: timeOrNull,
    created_at: time,
  })
  .meta({ id: 'Installation' })

/** A row of `installations` as `installationSchema`; whether it is expired depends on `now`. */
export function presentInstallation(row: Installation, now: Date): z.input<typeof installationSchema> {
  const unclaimed = row.expiresAt === null || row.expiresAt > now ? 'pending' : 'expired'
  return {
    id: row.id,
    platform: row.platform,
    domain: row.domain,
    status: row.accountId === null ? unclaimed : 'claimed',
    shop_id: row.shopId,
    error: row.error,
    expires_at: iso(row.expiresAt),
    claimed_at: iso(row.claimedAt),
    created_at: row.createdAt.toISOString(),
  }
}
