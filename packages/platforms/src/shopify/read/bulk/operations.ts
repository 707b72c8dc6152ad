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

/** https://shopify.dev/docs/api/admin-graphql/latest/objects/BulkOperation (numbers are strings) */
export type Operation = BulkOperationPartsFragment

/** The query of a bulk operation, and its name in errors. */
export type BulkQuery = Pick<Document<unknown, unknown>, 'name' | 'text'>

export interface Operations {
  /** `null` when the platform has no such operation. */
  find(id: string): Promise<Operation | null>
  /**
   * Starts an operation, or finds the one that an earlier call started whose answer was lost. Throws `RateLimitedError` while
   * the shop runs its maximum number of operations, `PermanentError` when the query is rejected.
   */
  start(query: BulkQuery, now: Date): Promise<Operation>
  /** Cancels an operation; no error if it has ended already. */
  cancel(id: string): Promise<void>
}

/**
 * Maximum age of an unfinished operation with the same text to count as ours, ms. Changes before its start are in its
 * result; later changes must be in the next incremental window, which starts earlier than this.
 */
const ADOPTABLE_MS = 2 * 60 * 1_000
/** Wait when other operations of the app use all slots of the shop (5 since 2026-01), ms; they may take hours. */
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
