import type { Category } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'

export interface CategoryEntry {
  category: Category
  createdAt: number
  /** For one that is gone: when it went. */
  updatedAt: number
  removedAt?: number
}

/** What is there and what was, by number, the oldest first. */
export function categoriesOf({ categories, deletions }: WorldShop): Map<number, CategoryEntry> {
  const present = categories.ids().flatMap((id) => {
    const category = categories.get(id)
    return category ? [{ category, createdAt: category.createdAt, updatedAt: category.updatedAt }] : []
  })
  const removed = deletions.flatMap((deletion) => {
    if (deletion.kind !== 'category') return []
    const { object: category, at } = deletion
    return [{ category, createdAt: category.createdAt, updatedAt: at, removedAt: at }]
  })
  const entries = [...present, ...removed].sort((a, b) => a.category.id - b.category.id)
  return new Map(entries.map((entry) => [entry.category.id, entry]))
}
