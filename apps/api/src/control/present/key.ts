import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import { iso, time, timeOrNull } from './common.ts'

type ApiKey = Awaited<ReturnType<Repositories['apiKeys']['list']>>[number]

/** `member` sees its account, `operator` all accounts. */
export const roleSchema = z.enum(['member', 'operator'])

/** An API key, without the key itself. */
export const keySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role: roleSchema,
    hint: z.string().describe('Its last four characters'),
    created_at: time,
    last_used_at: timeOrNull,
    revoked_at: timeOrNull,
  })
  .meta({ id: 'ApiKey' })

/** A row of `api_keys` as `keySchema`; the key itself is stored nowhere. */
export function presentKey(row: ApiKey): z.input<typeof keySchema> {
  const { id, name, role, hint } = row
  return {
    ...{ id, name, role, hint },
    created_at: row.createdAt.toISOString(),
    last_used_at: iso(row.lastUsedAt),
    revoked_at: iso(row.revokedAt),
  }
}
