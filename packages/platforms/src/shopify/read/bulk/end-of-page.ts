import { OBJECTS_PER_READ } from '../../../contract/reads.ts'
import type { Node } from './jsonl.ts'
import type { BulkResource } from './resources.ts'

/** With their children a few thousand rows: the mirror writes a thousand at once faster than twice five hundred. */
const NODES_PER_PAGE = 1_000

/** Index after the last node of the page that begins at `from`: it has at most `nodesPerPage`, and costs at most one further call. */
export function endOfPage(
  nodes: readonly Node[],
  from: number,
  { nodesPerPage = NODES_PER_PAGE, isReadAgain = () => false }: Pick<BulkResource, 'nodesPerPage' | 'isReadAgain'>,
): number {
  const last = Math.min(nodes.length, from + nodesPerPage)
  let [end, readAgain] = [from, 0]
  for (; end < last; end += 1) {
    const node = nodes[end]
    if (!node || !isReadAgain(node)) continue
    if (readAgain === OBJECTS_PER_READ) break
    readAgain += 1
  }
  return end
}
