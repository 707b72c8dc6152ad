import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'

/** Redacts one customer of a shop everywhere, in one transaction with the evidence. */
export const redactCustomer = defineJob({
  name: 'customer.redact',
  queue: 'shops',
  payload: z.object({ requestId: z.string() }),
  options: { attempts: 8, backoffMs: 2_000 },
  id: ({ requestId }) => requestId,

  async run({ requestId }, { db, log }) {
    const request = await db.privacy.find(requestId)
    if (!request || request.finishedAt || request.customerExternalId === null) return

    const { id, shopId, customerExternalId, orderExternalIds } = request
    const evidence = await db.privacy.redactCustomer({ id, shopId, customerExternalId, orderExternalIds })
    log.info({ shop: shopId, request: id, evidence }, 'customer.redacted')
  },
})
