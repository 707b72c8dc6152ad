import type { MirrorRow, MirrorTable } from '../../../contract/mirror-rows.ts'
import type { ClientContext } from '../../api/client-context.ts'
import type { Node } from './jsonl.ts'
import type { BulkQuery } from './operations.ts'

export type BulkRows = Partial<Record<MirrorTable, MirrorRow[]>>

/** What is asked and how answers are mapped, as page by page: nodes have their connections as `{ nodes, pageInfo }`. */
export interface BulkMapping {
  query: BulkQuery
  map(nodes: Node[], context: ClientContext): Promise<BulkRows>
}
