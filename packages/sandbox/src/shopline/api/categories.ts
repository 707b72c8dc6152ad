import type { Category } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { categoryDocument } from '../documents/category.ts'
import { ids, numberOf } from '../world-ids.ts'
import { isAnswer, notFound, ok } from './answers.ts'
import type { Answer, ApiCall, ApiShop, Route } from './open-api-types.ts'
import { page } from './paging.ts'
import { listOf, readSelection } from './select.ts'
import { isIn, readWindow } from './window.ts'

interface Entry {
  category: Category
  createdAt: number
  /** For one that is gone: when it went. */
  updatedAt: number
  removedAt?: number
}

export const categoryRoutes: Route = (call, shop) => {
  const [root, id, ...rest] = call.path
  if (call.method !== 'GET' || root !== 'categories' || rest.length > 0) return undefined
  return id === undefined ? list(call, shop) : one(call, shop)
}

function list({ query }: ApiCall, shop: ApiShop): Answer {
  const window = readWindow(query)
  if (isAnswer(window)) return window
  const named = new Set(listOf(query, 'category_ids'))
  const entries = new Map(entriesOf(shop.world).map((entry) => [entry.category.id, entry]))
  const listed = [...entries.values()]
    .filter(({ removedAt }) => removedAt === undefined || window.isIncremental)
    .filter((entry) => isIn(window, entry))
    .map(({ category }) => category.id)
  const listing = {
    kind: 'category' as const,
    numbers: named.size === 0 ? listed : listed.filter((number) => named.has(ids.category(number))),
    document(number: number) {
      const { category, removedAt } = entries.get(number) as Entry
      return categoryDocument(category, removedAt)
    },
  }
  return page(listing, { params: query, perPageMax: shop.quirks.perPageMax }, shop.quirks)
}

function one({ path, query }: ApiCall, { world }: ApiShop): Answer {
  const category = world.categories.get(numberOf('category', path[1] ?? '') ?? 0)
  return category ? ok(readSelection(query)(categoryDocument(category))) : notFound('Category')
}

/** What is there and what was, the oldest first. */
function entriesOf({ categories, deletions }: WorldShop): Entry[] {
  const present = categories.ids().flatMap((id) => {
    const category = categories.get(id)
    return category ? [{ category, createdAt: category.createdAt, updatedAt: category.updatedAt }] : []
  })
  const removed = deletions.flatMap((deletion) => {
    if (deletion.kind !== 'category') return []
    const { object: category, at } = deletion
    return [{ category, createdAt: category.createdAt, updatedAt: at, removedAt: at }]
  })
  return [...present, ...removed].sort((a, b) => a.category.id - b.category.id)
}
