import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import { count, iso, time, timeOrNull } from './common.ts'

type Alert = Awaited<ReturnType<Repositories['alerts']['list']>>[number]

/** An alert. `raised_at` is never `null` in lists; `resolved_at` is `null` while it is open. */
export const alertSchema = z
  .object({
    id: z.string(),
    shop_id: z.string(),
    kind: z.string(),
    failures: count.describe('Failures in a row'),
    detail: z.string(),
    raised_at: timeOrNull,
    resolved_at: timeOrNull,
    last_at: time,
  })
  .meta({ id: 'Alert' })

/** A row of `alerts` as `alertSchema`. */
export function presentAlert(row: Alert): z.input<typeof alertSchema> {
  const { id, kind, failures, detail } = row
  return {
    ...{ id, kind, failures, detail },
    shop_id: row.shopId,
    raised_at: iso(row.raisedAt),
    resolved_at: iso(row.resolvedAt),
    last_at: row.lastAt.toISOString(),
  }
}
