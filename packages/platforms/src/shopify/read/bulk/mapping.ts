import type { MirrorRow, MirrorTable } from '../../../contract/mirror-rows.ts'
import type { ClientContext } from '../../api/client-context.ts'
import type { Node } from './jsonl.ts'
import type { BulkQuery } from './operations.ts'

export type BulkRows = Partial<Record<MirrorTable, MirrorRow[]>>

/** A query and the mapping of its nodes, as in a read by page: connections are `{ nodes, pageInfo }`. */
export interface BulkMapping {
  query: BulkQuery
  map(nodes: Node[], context: ClientContext): Promise<BulkRows>
}
