import { graphqlError } from '../../graphql/graphql-error.ts'
import { type NodeType, parseGid, worldIdOf } from '../../nodes/gid.ts'

/** The number of an object in the world; 0 for an id of nobody. An id that is none, or of another type, ends the field. */
export function readId(value: unknown, type: NodeType): number {
  const found = parseGid(value)
  if (found?.type !== type || found.number === 0n) throw invalidId(value)
  return worldIdOf(type, found.number) ?? 0
}

export function invalidId(value: unknown) {
  return graphqlError(`Invalid id: ${String(value)}`, 'RESOURCE_NOT_FOUND')
}
