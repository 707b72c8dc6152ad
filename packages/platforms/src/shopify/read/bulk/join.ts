import { PermanentError } from '../../../contract/errors.ts'
import { broken, type Node, parseLine } from './jsonl.ts'
import { createYield } from './yield.ts'

/** Which field of a root a child belongs to, by the type in the child's gid: `{ ProductVariant: 'variants' }`. */
export type ChildFields = Readonly<Record<string, string>>

/** A connection that was read to its end, as a page by page read would have given it. */
export interface WholeConnection {
  nodes: Node[]
  pageInfo: { hasNextPage: false; endCursor: null }
}

/** Attaching a child takes as long as parsing about so many bytes of JSON. */
const ATTACH_BYTES = 200

/**
 * Roots with their children, whatever the order of the lines: children need not follow their parents
 * (https://shopify.dev/docs/api/usage/bulk-operations/queries). Both come sorted by id, so that the same objects always
 * give the same answer. Yields to the event loop every few ms. Rejects with `RetryableError` when a line is damaged or
 * a child has no parent.
 */
export async function joinLines(lines: Iterable<Buffer>, fields: ChildFields): Promise<Node[]> {
  const names = [...new Set(Object.values(fields))]
  const roots = new Map<unknown, Node>()
  const children: Node[] = []
  const yieldWhenDue = createYield()
  for (const line of lines) {
    const node = parseLine(line)
    if (node.__parentId === undefined) roots.set(node.id, addConnections(node, names))
    else children.push(node)
    const due = yieldWhenDue(line.length)
    if (due) await due
  }
  for (const { __parentId, ...child } of children) {
    const root = roots.get(__parentId)
    if (!root) throw broken('a child came without its parent')
    connectionOf(root, fields, child).nodes.push(child)
    const due = yieldWhenDue(ATTACH_BYTES)
    if (due) await due
  }
  for (const root of roots.values()) for (const name of names) (root[name] as WholeConnection).nodes.sort(byId)
  return [...roots.values()].sort(byId)
}

function addConnections(node: Node, names: readonly string[]): Node {
  for (const name of names)
    node[name] = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } satisfies WholeConnection
  return node
}

function connectionOf(root: Node, fields: ChildFields, child: Node): WholeConnection {
  const type = /^gid:\/\/shopify\/(\w+)\//.exec(String(child.id))?.[1] ?? ''
  const field = fields[type]
  if (field) return root[field] as WholeConnection
  throw new PermanentError(
    `A bulk operation answered with children of type ${type || 'unknown'}, which no query asked for: name their field beside the query.`,
    { platform: 'shopify' },
  )
}

/** Numbers beyond 2^53 are compared as text: the longer one is the larger one. */
function byId(one: Node, other: Node): number {
  const [a, b] = [String(one.id), String(other.id)]
  if (a === b) return 0
  return a.length - b.length || (a < b ? -1 : 1)
}

export function* linesOf(bytes: Buffer): Generator<Buffer, void, undefined> {
  let from = 0
  while (from < bytes.length) {
    const end = bytes.indexOf(10, from)
    const stop = end < 0 ? bytes.length : end
    if (stop > from) yield bytes.subarray(from, stop)
    from = stop + 1
  }
}
