import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import { count, iso, time, timeOrNull } from './common.ts'

type Erasure = Awaited<ReturnType<Repositories['erasures']['list']>>[number]

/** An erasure with its evidence. `finished_at` is `null` until all data is deleted. */
export const erasureSchema = z
  .object({
    id: z.string(),
    shop_id: z.string(),
    platform: z.string(),
    domain: z.string(),
    reason: z.string(),
    requested_at: time,
    due_at: time,
    finished_at: timeOrNull,
    removed: z.record(z.string(), count).describe('Rows deleted, by table'),
  })
  .meta({ id: 'Erasure' })

/** A row of `erasures` as `erasureSchema`. */
export function presentErasure(row: Erasure): z.input<typeof erasureSchema> {
  const { id, platform, domain, reason, removed } = row
  return {
    ...{ id, platform, domain, reason, removed },
    shop_id: row.shopId,
    requested_at: row.requestedAt.toISOString(),
    due_at: row.dueAt.toISOString(),
    finished_at: iso(row.finishedAt),
  }
}
