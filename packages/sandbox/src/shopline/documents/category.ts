import type { Category } from '../../world/model.ts'
import { timeOf } from '../times.ts'
import { ids } from '../world-ids.ts'
import { translate } from './texts.ts'

/** `removedAt`: time of the deletion, for a deleted category. */
export function categoryDocument(category: Category, removedAt?: number): Record<string, unknown> {
  const { id, parentId, name, position, createdAt, updatedAt } = category
  return {
    ...{ id: ids.category(id), key: null, name_translations: translate(name) },
    status: removedAt === undefined ? 'active' : 'removed',
    parent_id: parentId === null ? null : ids.category(parentId),
    ...{ priority: position, children: [], seo_title_translations: {}, banner_medias: [], created_by: 'admin' },
    ...{ created_at: timeOf(createdAt), updated_at: timeOf(removedAt ?? updatedAt) },
  }
}
