import type { Json, Resource } from '../../../contract/mirror-rows.ts'
import type { Page } from '../../../contract/reads.ts'
import type { ClientContext } from '../../api/client-context.ts'
import type { Node } from './jsonl.ts'
import type { Operations } from './operations.ts'
import type { BulkResource } from './resources.ts'

/** What every step of a read by bulk operation needs. */
export interface BulkWork {
  resource: Resource
  kind: BulkResource
  context: ClientContext
  operations: Operations
  /** The part that is being returned in pages. */
  held: { part: { path: string; nodes: Node[] } | null }
}

export function emptyPage(readAt: Date, next: Json, announced?: number): Page {
  return { rows: { origin: 'api', readAt, rows: {} }, ids: [], next, ...(announced !== undefined && { announced }) }
}
