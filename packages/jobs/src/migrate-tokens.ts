import { RetryableError } from '@shopmirror/platforms'
import { z } from 'zod'
import { migrateToken } from './credentials/migrate-token.ts'
import { defineJob } from './define-job.ts'

/** One shop's token that never ends, made one that does; see `migrateToken`. */
export const migrateTokens = defineJob({
  name: 'token.migrate',
  queue: 'shops',
  payload: z.object({ shopId: z.string() }),
  options: { attempts: 8, backoffMs: 2_000 },
  id: ({ shopId }) => shopId,
  shopOf: ({ shopId }) => shopId,

  async run({ shopId }, context) {
    const { outcome, detail } = await migrateToken(shopId, context)
    context.log.info({ shop: shopId, outcome }, 'token.migration')
    if (outcome === 'failed') throw new RetryableError(detail ?? 'The token could not be migrated: trying again.')
  },
})
