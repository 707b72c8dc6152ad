import type { Keyset } from '@shopmirror/db'
import { z } from 'zod'
import { NOTICE } from '../alerts/describe-alert.ts'
import type { JobContext } from '../context.ts'
import { defineJob } from '../queue/define-job.ts'
import { readPages } from '../queue/read-pages.ts'
import { redactCustomer } from './redact-customer.ts'
import { redactShop } from './redact-shop.ts'

/** How long before its due date an open request raises an alert again, days. */
const WARN_DAYS = 7
/** A redaction that is still open after this has lost its job, ms. */
const LOST_AFTER_MS = 3_600_000
const DAY_MS = 86_400_000

const redactions = { redact_customer: redactCustomer, redact_shop: redactShop }
type Redaction = keyof typeof redactions
type UrgentRequest = Awaited<ReturnType<JobContext['db']['privacy']['mostUrgent']>>[number]

/**
 * Enqueues redactions that lost their job, and raises alerts for requests that an operator must handle or that become
 * due.
 */
export const sweepPrivacy = defineJob({
  name: 'privacy.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, context, { signal }) {
    await enqueueLost('redact_customer', context, signal)
    await enqueueLost('redact_shop', context, signal)
    await alertPeople(context, signal)
  },
})

async function enqueueLost(kind: Redaction, { db, enqueue, now }: JobContext, signal: AbortSignal): Promise<void> {
  const before = new Date(now().getTime() - LOST_AFTER_MS)
  for await (const page of readPages((page) => db.privacy.listOpen(kind, before, page), String, { signal }))
    await enqueue.many(
      redactions[kind],
      page.map((requestId) => ({ requestId })),
    )
}

async function alertPeople({ db, now }: JobContext, signal: AbortSignal): Promise<void> {
  const dueBefore = new Date(now().getTime() + WARN_DAYS * DAY_MS)
  const read = (page: Keyset) => db.privacy.mostUrgent(dueBefore, page)
  for await (const page of readPages(read, ({ shopId }) => shopId, { signal }))
    for (const request of page) {
      const { id, shopId, kind, dueAt, count } = request
      const isExport = kind === 'data_request'
      const facts = { about: 'privacy', request: id, isExport, dueAt: dueAt.toISOString(), others: count - 1 } as const
      const detail = describe(request, now())
      await db.alerts.countFailure({ shopId, kind: `${NOTICE}privacy`, detail, facts, threshold: 1 })
    }
}

function describe({ id, shopId, kind, dueAt, count }: UrgentRequest, now: Date): string {
  const days = Math.floor((dueAt.getTime() - now.getTime()) / DAY_MS)
  const due = days >= 0 ? `due in ${days} days (${dueAt.toISOString()})` : `overdue since ${dueAt.toISOString()}`
  const others =
    count > 1
      ? ` ${count - 1} more of this shop are open: GET /api/v1/privacy-requests?status=open&shop=${shopId}.`
      : ''
  if (kind !== 'data_request')
    return `Privacy request ${id} (${kind}) is not done, ${due}. Check its job in the queue (/queues).${others}`
  return (
    `A customer requests their data: privacy request ${id}, ${due}. ` +
    `Send the merchant GET /api/v1/privacy-requests/${id}/export, then POST /api/v1/privacy-requests/${id}/complete.${others}`
  )
}
