import type { Product } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import { handleOf } from '../../nodes/find-product.ts'
import type { ProductGroup } from '../../nodes/product-groups.ts'
import { optionsOf, optionsOfVariant, variantTitleOf } from '../../nodes/product-options.ts'
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
    ...{ handle: handleOf({ id, members }), body_html: head.description.hu, vendor: head.manufacturer },
    product_type: head.written?.productType ?? '',
    ...{ status: productStatus(head), tags: head.tags.join(', '), template_suffix: null },
    ...{ created_at: localTime(createdAt), updated_at: localTime(updatedAt) },
    ...{ published_scope: 'web', category: null, has_variants_that_requires_components: false },
    published_at: head.status === 'enabled' ? localTime(createdAt) : null,
    options: optionsOf({ id, members, createdAt, updatedAt }).map((option) => ({
      ...{ id: exact(ids.option(option.id)), product_id: exact(number), name: option.name, position: option.place + 1 },
      values: members.map((member) => optionsOfVariant(member)[option.place]?.value ?? ''),
    })),
    images: (head.written?.files ?? []).map((file, place) => ({
      ...{ id: exact(String(file.id)), product_id: exact(number), src: file.url, alt: file.alt, position: place + 1 },
    })),
    ...{ image: null, media: [], variants: variants.slice(0, VARIANTS_MAX) },
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
  const [first, second, third] = optionsOfVariant(member)
  const stock = member.stocks.slice(0, stockCount).reduce((sum, count) => sum + count, 0)
  return {
    ...{ id: exact(number), admin_graphql_api_id: `gid://shopify/ProductVariant/${number}` },
    ...{ product_id: exact(ids.product(id)), inventory_item_id: exact(ids.inventoryItem(member.id)) },
    ...{ title: variantTitleOf(member), option1: first?.value ?? null, option2: second?.value ?? null },
    ...{ option3: third?.value ?? null, position: place + 1, image_id: null },
    ...{ sku: member.sku || null, barcode: member.barcode || null, taxable: member.written?.taxable ?? true },
    ...{ price: Number(member.gross).toFixed(2), compare_at_price: member.written?.compareAtPrice ?? null },
    ...{
      inventory_policy: (member.written?.policy ?? 'DENY').toLowerCase(),
      created_at: localTime(member.createdAt),
      updated_at: localTime(member.updatedAt),
    },
    ...{ inventory_quantity: stock, old_inventory_quantity: stock },
  }
}
