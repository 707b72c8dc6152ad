import type { Product } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import type { ProductGroup } from '../../nodes/product-groups.ts'
import { ids } from '../../world-ids.ts'
import { exact, localTime } from '../json.ts'
import type { Body } from './body.ts'

const statuses = { enabled: 'active', disabled: 'draft', deprecated: 'archived' } as const
/** `variants` is cut at this length, `variant_gids` is not. */
const VARIANTS_MAX = 100

/** A product of REST, and of `products/create` and `products/update`: https://written.dev/docs/api/webhooks/latest */
export function productBody({ id, members, createdAt, updatedAt }: ProductGroup, world: WorldShop): Body {
  const [head] = members
  if (!head) throw new Error(`ProductGroup ${id} has no member.`)
  const number = ids.product(id)
  const variants = members.map((_member, place) => variantBody({ id, members }, place, world))
  return {
    ...{ id: exact(number), admin_graphql_api_id: `gid://shopify/Product/${number}`, title: head.name.hu },
    ...{ handle: `termek-${id}`, body_html: head.description.hu, vendor: head.manufacturer, product_type: '' },
    ...{ status: productStatus(head), tags: head.tags.join(', '), template_suffix: null },
    ...{ created_at: localTime(createdAt), updated_at: localTime(updatedAt) },
    ...{ published_scope: 'web', category: null, has_variants_that_requires_components: false },
    published_at: head.status === 'enabled' ? localTime(createdAt) : null,
    options: [
      {
        ...{ id: exact(ids.option(id)), product_id: exact(number), name: 'Szín', position: 1 },
        values: members.map(({ color }) => color.hu),
      },
    ],
    ...{ images: [], image: null, media: [], variants: variants.slice(0, VARIANTS_MAX) },
    variant_gids: members.map((member) => ({
      admin_graphql_api_id: `gid://shopify/ProductVariant/${ids.variant(member.id)}`,
      updated_at: new Date(member.updatedAt).toISOString(),
    })),
  }
}

export function productStatus({ status }: Product): string {
  return statuses[status]
}

/** The variant at a place among those of its product. */
export function variantBody(
  { id, members }: Pick<ProductGroup, 'id' | 'members'>,
  place: number,
  { stockCount }: WorldShop,
): Body {
  const member = members[place]
  if (!member) throw new Error(`ProductGroup ${id} has no member ${place}.`)
  const number = ids.variant(member.id)
  const stock = member.stocks.slice(0, stockCount).reduce((sum, count) => sum + count, 0)
  return {
    ...{ id: exact(number), admin_graphql_api_id: `gid://shopify/ProductVariant/${number}` },
    ...{ product_id: exact(ids.product(id)), inventory_item_id: exact(ids.inventoryItem(member.id)) },
    ...{ title: member.color.hu, option1: member.color.hu, option2: null, option3: null, position: place + 1 },
    ...{ sku: member.sku, barcode: member.barcode, taxable: true, image_id: null },
    ...{ price: Number(member.gross).toFixed(2), compare_at_price: null },
    ...{ inventory_policy: 'deny', created_at: localTime(member.createdAt), updated_at: localTime(member.updatedAt) },
    ...{ inventory_quantity: stock, old_inventory_quantity: stock },
  }
}
