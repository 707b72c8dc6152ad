import type { MirrorRow, MirrorTable, Resource } from '../../mirror-rows.ts'
import type { ClientContext } from '../client-context.ts'
import type { Document } from '../document.ts'
import type { ChildFields } from './join.ts'
import type { Node } from './jsonl.ts'
import type { Counts } from './spool.ts'

/** How a resource is read by bulk operation. */
export interface BulkResource {
  /** How many there are, counted up to a limit. */
  count(context: ClientContext, limit: number): Promise<number>
  query: Document<unknown, unknown>
  children: ChildFields
  /** How many of the resource's own objects a result has. */
  announced(counts: Counts): number
  /** How many nodes make a page; absent: all of a part. Fewer where each page costs further calls. */
  nodesPerPage?: number
  /** Nodes as a page by page read has them. */
  map(nodes: Node[], context: ClientContext): Promise<Partial<Record<MirrorTable, MirrorRow[]>>>
}

export type BulkResources = Partial<Record<Resource, BulkResource>>

export const bulkResources: BulkResources = {}
