import type { Deletion, WorldShop } from '../../world/shop.ts'
import type { FaceContext } from '../graphql/resolvers.ts'
import { matchText, matchTime } from '../graphql/search.ts'
import { gid, timeOf } from './gid.ts'
import { list } from './list.ts'
import type { Family } from './products.ts'

interface Deps {
  world: WorldShop
  families(): ReadonlyMap<number, Family>
}

interface Deleted {
  place: number
  subject: 'PRODUCT' | 'COLLECTION' | 'CUSTOMER' | 'ORDER'
  id: string
  at: number
}

/** The shop's log, as far as it tells of deletes; of products and collections only, as on the platform. */
export function readDeletions({ world, families }: Deps, args: Record<string, unknown>, context: FaceContext) {
  const all = world.deletions.flatMap((deletion, place) => toDeleted(deletion, place, families))
  // A product went once: with the last of its variants.
  const objects = [...new Map(all.map((deleted) => [deleted.id, deleted])).values()]
  return list(
    {
      ...{ objects, node: eventNode },
      keys: { ID: ({ place }) => [place], CREATED_AT: ({ at, place }) => [at, place] },
      fields: {
        action: (_object, comparator, value) => matchText('destroy', comparator, value),
        subject_type: ({ subject }, comparator, value) => matchText(subject, comparator, value),
        created_at: ({ at }, comparator, value) => matchTime(at, comparator, value),
      },
    },
    args,
    context,
  )
}

function toDeleted({ kind, object, at }: Deletion, place: number, families: Deps['families']): Deleted[] {
  if (kind === 'category') return [{ place, subject: 'COLLECTION', id: gid('Collection', object.id), at }]
  if (kind !== 'product') return []
  // What lost one of its variants is still there.
  const id = object.parentId ?? object.id
  return families().has(id) ? [] : [{ place, subject: 'PRODUCT', id: gid('Product', id), at }]
}

function eventNode({ place, subject, id, at }: Deleted): Record<string, unknown> {
  return {
    ...{ __typename: 'BasicEvent', id: `gid://shopify/BasicEvent/${place + 1}`, action: 'destroy' },
    ...{ subjectId: id, subjectType: subject, createdAt: timeOf(at), message: '', appTitle: null },
  }
}
