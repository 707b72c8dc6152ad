import type { Change, KindWrites, WriteCapability } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { gidOf } from '../api/gid.ts'
import { addTags, removeTags, tags as tagsQuery } from '../api/graphql/documents.ts'
import { checkTags } from './check-tags.ts'
import { oneByOne } from './one-by-one.ts'
import { refuse } from './refusal.ts'
import { missingTags, presentTags } from './tag-lists.ts'

type Kind = 'tags.add' | 'tags.remove'
type TagsChange = Change<Kind>

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/tagsAdd */
export const changeTagsCapability: WriteCapability<Kind> = {
  class: 'repeatable',
  changesPerCall: 1,
  cost: { unit: 'points', perCall: addTags.cost },
  fields: ['tags'],
  scopes: ['write_orders', 'write_products', 'write_customers'],
  check: ({ payload }) => checkTags(payload.tags),
}

const objects = {
  order: { type: 'Order', resource: 'orders' },
  product: { type: 'Product', resource: 'products' },
  customer: { type: 'Customer', resource: 'customers' },
} as const

export function createTagWrites(kind: Kind, context: ClientContext): KindWrites<Kind> {
  return {
    objectOf: ({ target }) => ({ resource: objects[target.type].resource, externalId: target.id }),
    readBack: (changes) =>
      Promise.all(
        changes.map(async (change) => {
          const { node } = await context.api.query(tagsQuery, { id: idOf(change) })
          const held = tagsOf(node)
          return { isAsWanted: wrongTags(kind, held, change).length === 0, actual: [...held] }
        }),
      ),
    send: oneByOne(async (change, { carryOut }) => {
      const variables = { id: idOf(change), tags: change.payload.tags }
      const { changeTags } =
        kind === 'tags.add'
          ? await carryOut(context.api.mutate(addTags, variables))
          : await carryOut(context.api.mutate(removeTags, variables))
      const { node = null, userErrors = [] } = changeTags ?? {}
      if (userErrors.length > 0) return refuse(userErrors, kind)
      // Some tags are said to be left out without an error.
      const wrong = wrongTags(kind, tagsOf(node), change)
      if (wrong.length === 0) return { kind: 'done' }
      const what = kind === 'tags.add' ? 'did not add' : 'did not remove'
      return { kind: 'refused', code: 'TAGS_NOT_TAKEN', message: `The shop ${what}: ${wrong.join(', ')}.` }
    }),
  }
}

function idOf({ target }: TagsChange): string {
  return gidOf(objects[target.type].type, target.id)
}

function tagsOf(node: object | null): readonly string[] {
  return node && 'tags' in node ? (node.tags as readonly string[]) : []
}

function wrongTags(kind: Kind, held: readonly string[], { payload }: TagsChange): string[] {
  return kind === 'tags.add' ? missingTags(held, payload.tags) : presentTags(held, payload.tags)
}
