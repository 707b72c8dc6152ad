import { z } from 'zod'
import type { JobContext } from '../context.ts'
import { defineJob } from '../define-job.ts'
import { NOTICE } from '../describe-alert.ts'
import { redactCustomer } from './redact-customer.ts'
import { redactShop } from './redact-shop.ts'

/** So long before a request is due people hear of it once more, days. */
const WARN_DAYS = 7
/** A redaction that is not done after this has lost its job, ms. */
const LOST_AFTER_MS = 3_600_000
const REQUESTS_PER_SWEEP = 200
const DAY_MS = 86_400_000
/** Beyond every date there is. */
const EVER = new Date(Date.UTC(9_999, 0, 1))

type Request = Awaited<ReturnType<JobContext['db']['privacy']['pressing']>>[number]

/** Nothing that people are owed is forgotten: redactions that lost their job get one, data requests are said to people. */
export const sweepPrivacy = defineJob({
  name: 'privacy.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, context) {
    for (const request of await context.db.privacy.pressing(EVER, REQUESTS_PER_SWEEP)) await press(request, context)
  },
})

async function press(request: Request, { db, enqueue, now }: JobContext): Promise<void> {
  const { id: requestId, shopId, kind, receivedAt, dueAt } = request
  if (dueAt.getTime() - now().getTime() < WARN_DAYS * DAY_MS || kind === 'data_request') {
    const alert = { shopId, kind: `${NOTICE}privacy`, detail: describe(request, now()), threshold: 1 }
    await db.alerts.countFailure(alert)
  }
  if (now().getTime() - receivedAt.getTime() < LOST_AFTER_MS) return
  if (kind === 'redact_customer') await enqueue(redactCustomer, { requestId })
  if (kind === 'redact_shop') await enqueue(redactShop, { requestId })
}

function describe({ id, kind, dueAt }: Request, now: Date): string {
  const days = Math.floor((dueAt.getTime() - now.getTime()) / DAY_MS)
  const due = days >= 0 ? `due in ${days} days (${dueAt.toISOString()})` : `overdue since ${dueAt.toISOString()}`
  if (kind !== 'data_request')
    return `The privacy request ${id} (${kind}) is not done, and ${due}: look at its job in the queue.`
  return (
    `A customer asked the merchant what is stored: privacy request ${id}, ${due}. ` +
    `GET /api/v1/privacy-requests/${id}/export has it; POST /api/v1/privacy-requests/${id}/complete when the merchant has answered.`
  )
}
