import type { Change, KindWrites, TaggedTarget, WriteCapability, WriteOutcome } from '../../contract/writes.ts'
import type { ApiRequest } from '../api/api.ts'
import type { Wire } from '../map/shapes.ts'
import { words } from '../map/wire.ts'
import { reader } from './carry-out.ts'
import { customerTagsRefused } from './customers/customer-parts.ts'
import { oneByOne } from './one-by-one.ts'
import { orderTagsRefused } from './orders/order-parts.ts'
import { faultsOfTags, isSameSet } from './tags.ts'
import type { WriteContext } from './write-context.ts'
import { writeOnce } from './write-once.ts'

type TagKind = 'tags.add' | 'tags.remove'
/** Both kinds have the same. */
type TagChange = Change<'tags.add'>

const roots = { order: 'orders', product: 'products', customer: 'customers' } as const
const refusals = {
  order: orderTagsRefused,
  customer: customerTagsRefused,
  product: { kind: 'refused', code: 'tags_unchanged', message: 'SHOPLINE kept the tags as they were.' },
} as const satisfies Record<string, WriteOutcome>

/** https://open-api.docs.shoplineapp.com/reference/put_orders-id-tags-1 */
const capability = {
  class: 'repeatable',
  changesPerCall: 1,
  fields: ['tags'],
  scopes: Object.values(roots),
} as const

export const addTagsCapability: WriteCapability<'tags.add'> = {
  ...capability,
  check: ({ payload }) => faultsOfTags(payload.tags),
}
export const removeTagsCapability: WriteCapability<'tags.remove'> = capability

const changes = {
  'tags.add': (present: readonly string[], tags: readonly string[]) => [...new Set([...present, ...tags])],
  'tags.remove': (present: readonly string[], tags: readonly string[]) => present.filter((tag) => !tags.includes(tag)),
} as const

/** Calls replace all tags, so those that are there are read first; only customers' can be changed one by one. */
export function createTagWrites<Kind extends TagKind>(kind: Kind, context: WriteContext): KindWrites<Kind> {
  const wantedOf = (change: TagChange, object: Wire) => changes[kind](words(object.tags), change.payload.tags)
  const isAsWanted = (change: TagChange, object: Wire) => isSameSet(object.tags, wantedOf(change, object))
  const writes = oneByOne<'tags.add'>({
    objectOf: ({ target }) => ({
      resource: roots[target.type],
      externalId: target.id,
    }),
    async send(change) {
      const found = await reader(context.api, pathOf(change.target))()
      if (found.kind === 'refused') return found
      if (isAsWanted(change, found.object)) return { kind: 'done' }
      const request = requestOf(kind, change, wantedOf(change, found.object))
      const written = await writeOnce(context.api, `${pathOf(change.target)}/tags`, request)
      if (written.kind !== 'written') return written
      if (!('tags' in written.body)) return { kind: 'unknown', message: 'SHOPLINE answered without the tags.' }
      return isAsWanted(change, written.body) ? { kind: 'done' } : refusals[change.target.type]
    },
    async readBack(change) {
      const found = await reader(context.api, pathOf(change.target))()
      if (found.kind === 'refused') return { isAsWanted: false, actual: null }
      return { isAsWanted: isAsWanted(change, found.object), actual: words(found.object.tags) }
    },
  })
  // The compiler goes by the names of the two kinds, not by their changes.
  return writes as unknown as KindWrites<Kind>
}

const pathOf = ({ type, id }: TaggedTarget) => `${roots[type]}/${encodeURIComponent(id)}`

function requestOf(kind: TagKind, { target, payload }: TagChange, wanted: string[]): ApiRequest {
  if (target.type !== 'customer') return { method: 'PUT', body: { tags: wanted } }
  const mode = kind === 'tags.add' ? 'add' : 'remove'
  return { method: 'PATCH', body: { tags: [...payload.tags], update_mode: mode } }
}
