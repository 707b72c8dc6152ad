import type { Deletion } from '../../../../world/shop.ts'
import { ids } from '../../../world-ids.ts'
import { exact, localTime } from '../../json.ts'
import { type Listing, oneOf, timeFilters } from '../listing.ts'
import type { RestShop } from '../request.ts'
import { listRoutes, partRoutes, type Route } from '../route.ts'

interface Event {
  id: number
  subject: 'Product' | 'Collection' | 'Order'
  subjectId: string
  at: number
}

const VERB = 'destroy'
const names = { one: 'event', many: 'events', scopes: [] }

/** The shop's log as far as it names deleted objects: nothing else of it is emulated. */
const events: Listing<Event> = {
  kind: 'event',
  objects: ({ shop }) => eventsOf(shop),
  find: (id, { shop }) => eventsOf(shop).find((event) => event.id === id) ?? null,
  body: ({ id, subject, subjectId, at }) => ({
    ...{ id: exact(ids.event(id)), subject_id: exact(subjectId), subject_type: subject, verb: VERB },
    ...{ created_at: localTime(at), arguments: [], body: null, author: 'Shopify', path: null },
    ...{ message: `${subject} was deleted.`, description: `${subject} was deleted.` },
  }),
  sorts: {},
  defaultOrder: 'id asc',
  filters: {
    ...timeFilters<Event>('created_at', ({ at }) => at),
    filter: oneOf(({ subject }) => subject, { custom_collection: ['collection'] }),
    verb: oneOf(() => VERB),
  },
}

function eventsOf({ world, productGroups }: RestShop): Event[] {
  const all = world.deletions.flatMap((deletion, index) => toEvent(deletion, index + 1, productGroups))
  // A product is deleted once: with its last variant.
  return [...new Map(all.map((event) => [`${event.subject} ${event.subjectId}`, event])).values()]
}

function toEvent({ kind, object, at }: Deletion, id: number, productGroups: RestShop['productGroups']): Event[] {
  if (kind === 'category') return [{ id, subject: 'Collection', subjectId: ids.collection(object.id), at }]
  if (kind === 'order' && object.status !== null) return [{ id, subject: 'Order', subjectId: ids.order(object.id), at }]
  if (kind !== 'product' || productGroups().has(object.parentId ?? object.id)) return []
  return [{ id, subject: 'Product', subjectId: ids.product(object.parentId ?? object.id), at }]
}

export const eventRoutes: Route[] = [
  ...listRoutes('events', names, events),
  ...['products', 'orders'].flatMap((owner) =>
    partRoutes(`${owner}/:id/events`, { ...names, scopes: [`read_${owner}`] }, () => []),
  ),
]
