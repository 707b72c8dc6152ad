import { createEnqueue, createQueues, sweepInbox } from '@shopmirror/jobs'
import { connectTo } from '@shopmirror/test/redis.ts'
import type { System } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { expect } from 'vitest'

/** Until every webhook that was answered 200 has one row, and is applied; nothing is left in spill, outbox and queues. */
export async function untilRecorded({ sandbox, sql, stack }: System): Promise<void> {
  const { webhooks } = sandbox.shoprenter
  await webhooks.idle()
  const connection = connectTo(stack.env)
  const queues = createQueues({ connection, prefix: stack.prefix })
  try {
    // What the clock does each minute.
    await createEnqueue(queues)(sweepInbox, {})
    const state = async () => {
      const [row] = await sql`
        select count(*)::int as recorded, count(*) filter (where status in ('received', 'failed'))::int as open,
          (select count(*)::int from inbox_spill) as spilled, (select count(*)::int from job_outbox) as unsent
        from webhook_deliveries`
      const { failed } = await queues.inbox.getJobCounts('failed')
      return { ...row, failed }
    }
    const expected = { recorded: webhooks.counts.accepted, open: 0, spilled: 0, unsent: 0, failed: 0 }
    let last: object = {}
    await until(
      async () => {
        last = await state()
        return JSON.stringify(last) === JSON.stringify(expected)
      },
      { timeoutMs: 75_000, intervalMs: 300 },
    ).catch(() => undefined)
    expect(last).toEqual(expected)
  } finally {
    await queues.close()
    connection.disconnect()
  }
}
