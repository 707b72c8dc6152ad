import type { Category } from '../../world/model.ts'
import { gid, numberOf, timeOf, worldIdIn, worldIdOf } from './gid.ts'
import { listParts } from './list.ts'
import { type Arguments, constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import type { ProductGroup } from './product-groups.ts'
import { collectionNode, productNode } from './refs.ts'

export function collectionSubject({ world, productGroups }: NodeDeps): Subject {
  const find = (id: number | null) => mapped(id && world.categories.get(id), collectionNode)
  const byHandle = (handle: unknown) => find(Number(/^gyujtemeny-(\d+)$/.exec(String(handle))?.[1] ?? 0))
  const productsIn = ({ id }: Category): ProductGroup[] =>
    [...productGroups().values()].filter(({ members }) => members[0]?.categoryIds.includes(id))
  return {
    find: { Collection: ({ number }) => find(worldIdOf('Collection', number)) },
    resolvers: {
      Collection: fieldsOf<Category>({
        ...own,
        products: (category, args) => listParts(productsIn(category).map(productNode), args),
        productsCount: (category) => ({
          ...{ __typename: 'Count', count: productsIn(category).length, precision: 'EXACT' },
        }),
        hasProduct: ({ id }, args: Arguments) =>
          productGroups()
            .get(worldIdIn(args.id, 'Product') ?? 0)
            ?.members[0]?.categoryIds.includes(id) ?? false,
      }),
      Query: {
        collectionByHandle: (_source, { handle }) => byHandle(handle),
        collectionByIdentifier(_source, { identifier }) {
          const { id, handle } = identifier as { id?: string; handle?: string }
          return id ? find(worldIdIn(id, 'Collection')) : byHandle(handle)
        },
      },
    },
  }
}

const own = {
  id: ({ id }: Category) => gid('Collection', id),
  legacyResourceId: ({ id }: Category) => String(numberOf('Collection', id)),
  title: ({ name }: Category) => name.hu,
  handle: ({ id }: Category) => `gyujtemeny-${id}`,
  updatedAt: ({ updatedAt }: Category) => timeOf(updatedAt),
  ...constants({
    ...{ description: '', descriptionHtml: '', sortOrder: 'BEST_SELLING', templateSuffix: null, image: null },
    ...{ ruleSet: null, feedback: null, translations: [] },
  }),
}
