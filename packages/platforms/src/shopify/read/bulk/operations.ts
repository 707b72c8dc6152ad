import { PermanentError, RateLimitedError, RetryableError } from '../../../contract/errors.ts'
import type { ShopifyApi } from '../../api/api.ts'
import type { Document } from '../../api/document.ts'
import {
  type BulkOperationPartsFragment,
  bulkOperation,
  cancelBulkOperation,
  type StartBulkOperationMutation,
  startBulkOperation,
  unfinishedBulkOperations,
} from '../../api/graphql/documents.ts'

/** Of https://shopify.dev/docs/api/admin-graphql/latest/objects/BulkOperation; numbers are texts. */
export type Operation = BulkOperationPartsFragment

/** What runs in bulk, and the name by which errors call it. */
export type BulkQuery = Pick<Document<unknown, unknown>, 'name' | 'text'>

export interface Operations {
  /** `null` when the platform does not know it. */
  find(id: string): Promise<Operation | null>
  /**
   * Begins to read, or goes on with what an earlier call began whose answer was lost. Throws `RateLimitedError` while
   * the shop runs as many operations as it may, `PermanentError` when the query is refused.
   */
  start(query: BulkQuery, now: Date): Promise<Operation>
  /** Of one that may have ended meanwhile. */
  cancel(id: string): Promise<void>
}

/**
 * An unfinished operation with the same text is ours when it is not older than this, ms. What changed before it began
 * is in its result; what changed later has to be in the next incremental window, which reaches back further than this.
 */
const ADOPTABLE_MS = 2 * 60 * 1_000
/** Others of the app have the shop's places (5 since 2026-01); one of them may take hours, ms. */
const NO_PLACE_MS = 30_000

export function createOperations(api: Pick<ShopifyApi, 'query'>): Operations {
  return {
    find: async (id) => (await api.query(bulkOperation, { id })).bulkOperation,

    async start({ name, text }, now) {
      const { bulkOperations } = await api.query(unfinishedBulkOperations, {})
      const ours = bulkOperations.nodes.find(
        ({ query, createdAt }) => query === text && now.getTime() - Date.parse(createdAt) < ADOPTABLE_MS,
      )
      if (ours) return ours
      const { bulkOperationRunQuery } = await api.query(startBulkOperation, { query: text })
      return startedOf(bulkOperationRunQuery, name)
    },

    async cancel(id) {
      await api.query(cancelBulkOperation, { id })
    },
  }
}

function startedOf(payload: StartBulkOperationMutation['bulkOperationRunQuery'], name: string): Operation {
  const platform = 'shopify'
  const [problem] = payload?.userErrors ?? []
  if (problem?.code === 'OPERATION_IN_PROGRESS' || problem?.code === 'LIMIT_REACHED')
    throw new RateLimitedError(`${name}: the shop already runs the maximum number of bulk operations. Waiting.`, {
      platform,
      retryAfterMs: NO_PLACE_MS,
    })
  if (problem)
    throw new PermanentError(
      `${name}: Shopify rejected the query: ${problem.message} Set SHOPIFY_BULK_FROM very high to read page by page until it is corrected.`,
      { platform },
    )
  if (payload?.bulkOperation) return payload.bulkOperation
  throw new RetryableError(`${name}: response has neither an operation nor an error.`, { platform })
}
