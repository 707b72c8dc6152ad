import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'
import { readPages } from '../queue/read-pages.ts'
import { identifyInstallation } from './identify-installation.ts'
import { installShop } from './install-shop.ts'

/**
 * Enqueues a job for each unfinished installation that lost its own, so that each ends as an active shop or with an
 * error.
 */
export const sweepInstalls = defineJob({
  name: 'installs.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, { db, enqueue, log }, { signal }) {
    let restored = 0
    for await (const rows of readPages(db.installations.unfinished, ({ id }) => id, { signal })) {
      const claimed = rows.filter(({ accountId }) => accountId !== null)
      restored += await enqueue.restore(installShop, claimed.map(toPayload))
      const unclaimed = rows.filter(({ accountId }) => accountId === null)
      restored += await enqueue.restore(identifyInstallation, unclaimed.map(toPayload))
    }
    if (restored > 0) log.warn({ installations: restored }, 'installs.restored')
  },
})

function toPayload({ id }: { id: string }): { installationId: string } {
  return { installationId: id }
}
