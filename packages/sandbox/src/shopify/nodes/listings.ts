import { type Matcher, matchNumber, matchTime } from '../graphql/search.ts'
import { type NodeType, numberOf } from './gid.ts'
import type { Listing } from './list.ts'

interface Aged {
  id: number
  createdAt: number
  updatedAt: number
}

/** How what has a number and two times is listed. */
export function summaryListing<T extends Aged>(type: NodeType, node: (object: T) => unknown) {
  const id: Matcher<T> = (object, comparator, value) => matchNumber(numberOf(type, object.id), comparator, idIn(value))
  return {
    node,
    keys: {
      ID: ({ id }: T) => [id],
      UPDATED_AT: ({ id, updatedAt }: T) => [updatedAt, id],
      CREATED_AT: ({ id, createdAt }: T) => [createdAt, id],
    },
    fields: {
      id,
      updated_at: ({ updatedAt }: T, comparator, value) => matchTime(updatedAt, comparator, value),
      created_at: ({ createdAt }: T, comparator, value) => matchTime(createdAt, comparator, value),
    },
  } satisfies Omit<Listing<T>, 'objects'>
}

/** Searches take whole ids, too. */
function idIn(value: string): string {
  return value.slice(value.lastIndexOf('/') + 1)
}
