import type { WorldShop } from '../../../world/shop.ts'
import { ids } from '../../world-ids.ts'
import { exact, localTime } from '../json.ts'
import type { Body } from './body.ts'

export function collectionBody(id: number, { categories }: WorldShop): Body | null {
  const category = categories.get(id)
  if (!category) return null
  const number = ids.collection(id)
  return {
    ...{ id: exact(number), admin_graphql_api_id: `gid://shopify/Collection/${number}`, title: category.name.hu },
    ...{ handle: `gyujtemeny-${id}`, body_html: null, template_suffix: null, published_scope: 'web' },
    ...{ updated_at: localTime(category.updatedAt), published_at: localTime(category.createdAt) },
    sort_order: 'best-selling',
  }
}
