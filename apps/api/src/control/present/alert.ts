import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import type { Language } from '../../http/languages.ts'
import { describeFacts } from './alert-details.ts'
import { alertTexts } from './alert-texts.ts'
import { count, iso, time, timeOrNull } from './common.ts'

type Alert = Awaited<ReturnType<Repositories['alerts']['list']>>[number]

/** `open`: neither resolved nor muted. */
export const alertState = z.enum(['open', 'muted', 'resolved'])

/** An alert. `raised_at` is never `null` in lists; `resolved_at` is `null` while it is open. */
export const alertSchema = z
  .object({
    id: z.string(),
    shop_id: z.string(),
    domain: z.string().describe("The shop's name at its platform"),
    kind: z.string(),
    title: z.string().describe('What happened, in the language of the request'),
    advice: z.string().describe('What to do, in the language of the request'),
    failures: count.describe('Failures in a row'),
    detail: z
      .string()
      .describe('In the language of the request where the text is ours; messages of platforms as they are'),
    raised_at: timeOrNull,
    resolved_at: timeOrNull,
    last_at: time,
    acknowledged_at: timeOrNull,
    acknowledged_by: z.string().nullable().describe('Id of the API key or the person'),
    acknowledged_by_name: z.string().nullable().describe('`null` when it is not known any more'),
    muted_until: timeOrNull.describe('No notification about this shop and kind is sent until then'),
    muted_by: z.string().nullable(),
    muted_by_name: z.string().nullable(),
  })
  .meta({ id: 'Alert' })

/** A row of `alerts` as `alertSchema`. */
export function presentAlert(row: Alert, language: Language): z.input<typeof alertSchema> {
  const { id, kind, failures, domain, facts } = row
  const detail = facts ? describeFacts(facts, language) : row.detail
  return {
    ...{ id, kind, failures, detail, domain, ...alertTexts(kind, language) },
    shop_id: row.shopId,
    raised_at: iso(row.raisedAt),
    resolved_at: iso(row.resolvedAt),
    last_at: row.lastAt.toISOString(),
    acknowledged_at: iso(row.acknowledgedAt),
    acknowledged_by: row.acknowledgedBy,
    acknowledged_by_name: row.acknowledgedByName,
    muted_until: iso(row.mutedUntil),
    muted_by: row.mutedBy,
    muted_by_name: row.mutedByName,
  }
}
