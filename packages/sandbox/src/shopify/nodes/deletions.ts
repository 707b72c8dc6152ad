import type { Deletion } from '../../world/shop.ts'
import { matchText, matchTime } from '../graphql/search.ts'
import { gid, timeOf } from './gid.ts'
import { countIn, countUpTo, type Listing, listOf } from './list.ts'
import { constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'

interface Deleted {
  place: number
  subject: 'PRODUCT' | 'COLLECTION'
  id: string
  at: number
}

/** The deletions in the shop's event log; of products and collections only, as on the platform. */
export function deletionSubject(deps: NodeDeps): Subject {
  const listing = (): Listing<Deleted> => ({ ...how, objects: deletedIn(deps) })
  const find = (number: bigint) =>
    mapped(
      deletedIn(deps).find(({ place }) => BigInt(place + 1) === number),
      eventNode,
    )
  return {
    find: { BasicEvent: ({ number }) => find(number) },
    resolvers: {
      BasicEvent: fieldsOf<Deleted>(fields),
      Query: {
        events: (_source, args, context) => listOf(listing(), args, context),
        eventsCount: (_source, args, context) => countUpTo(countIn(listing(), args.query, context), args),
      },
    },
  }
}

const eventNode = (of: Deleted) => ({ __typename: 'BasicEvent', of })

const how: Omit<Listing<Deleted>, 'objects'> = {
  node: eventNode,
  keys: { ID: ({ place }) => [place], CREATED_AT: ({ at, place }) => [at, place] },
  fields: {
    action: (_object, comparator, value) => matchText('destroy', comparator, value),
    subject_type: ({ subject }, comparator, value) => matchText(subject, comparator, value),
    created_at: ({ at }, comparator, value) => matchTime(at, comparator, value),
  },
}

function deletedIn({ world, productGroups }: NodeDeps): Deleted[] {
  const all = world.deletions.flatMap((deletion, place) => toDeleted(deletion, place, productGroups))
  // A product went once: with the last of its variants.
  return [...new Map(all.map((deleted) => [deleted.id, deleted])).values()]
}

function toDeleted({ kind, object, at }: Deletion, place: number, productGroups: NodeDeps['productGroups']): Deleted[] {
  if (kind === 'category') return [{ place, subject: 'COLLECTION', id: gid('Collection', object.id), at }]
  if (kind !== 'product') return []
  // What lost one of its variants is still there.
  const id = object.parentId ?? object.id
  return productGroups().has(id) ? [] : [{ place, subject: 'PRODUCT', id: gid('Product', id), at }]
}

const fields = {
  id: ({ place }: Deleted) => `gid://shopify/BasicEvent/${place + 1}`,
  subjectId: ({ id }: Deleted) => id,
  subjectType: ({ subject }: Deleted) => subject,
  createdAt: ({ at }: Deleted) => timeOf(at),
  ...constants({
    ...{ action: 'destroy', message: '', secondaryMessage: null, appTitle: null, subject: null, criticalAlert: false },
    ...{ attributeToApp: false, attributeToUser: true, hasAdditionalContent: false, additionalContent: null },
    ...{ additionalData: null, arguments: null, author: null },
  }),
}
