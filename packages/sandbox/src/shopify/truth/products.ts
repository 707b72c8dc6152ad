import type { Product } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { ids } from '../world-ids.ts'
import { CURRENCY, everything, sum, type TruthRow } from './row.ts'

/** Products of the world that one product of Shopify holds as its variants. */
export interface ProductGroup {
  /** Number of the head, also of one that is gone. */
  id: number
  /** By number; one at least. */
  members: Product[]
  /** When a member changed last, or went. */
  updatedAt: number
}

const statuses = { enabled: 'ACTIVE', disabled: 'DRAFT', deprecated: 'ARCHIVED' }

export function findProductGroups(world: WorldShop): ProductGroup[] {
  const productGroups = Map.groupBy(everything(world.products), ({ id, parentId }) => parentId ?? id)
  return [...productGroups].map(([id, members]) => {
    const losses = world.deletions.filter(
      (loss) => loss.kind === 'product' && (loss.object.parentId ?? loss.object.id) === id,
    )
    const changes = [...members.map(({ updatedAt }) => updatedAt), ...losses.map(({ at }) => at)]
    return { id, members, updatedAt: Math.max(...changes) }
  })
}

/** What all variants have in common is the head's. */
export function productRow({ id, members, updatedAt }: ProductGroup, { categories }: WorldShop): TruthRow {
  const [head] = members
  if (!head) throw new Error(`ProductGroup ${id} has no member.`)
  const fields = {
    source_created_at: new Date(Math.min(...members.map(({ createdAt }) => createdAt))),
    source_updated_at: new Date(updatedAt),
    title: head.name.hu,
    handle: head.written?.handle ?? `termek-${id}`,
    product_type: head.written?.productType || null,
    images: (head.written?.files ?? []).map(({ url }) => url),
    status: statuses[head.status],
    vendor: head.manufacturer || null,
    description_html: head.description.hu,
    tags: head.tags,
    category_external_ids: head.categoryIds.filter((category) => categories.get(category)).map(ids.collection),
  }
  return { externalId: ids.product(id), fields }
}

function optionsIn({ color, written }: Product): readonly { name: string; value: string }[] {
  return written?.options ?? [{ name: 'Szín', value: color.hu }]
}

export function variantRows({ id, members }: ProductGroup, { stockCount }: WorldShop): TruthRow[] {
  return members.map((member, index) => ({
    externalId: ids.variant(member.id),
    fields: {
      source_created_at: new Date(member.createdAt),
      source_updated_at: new Date(member.updatedAt),
      product_external_id: ids.product(id),
      inventory_item_id: ids.inventoryItem(member.id),
      sku: member.sku || null,
      barcode: member.barcode || null,
      title: optionsIn(member)
        .map(({ value }) => value)
        .join(' / '),
      options: optionsIn(member),
      position: index + 1,
      price: member.gross,
      compare_at_price: member.written?.compareAtPrice ?? null,
      cost: member.written?.cost ?? null,
      orderable: member.written?.policy === 'CONTINUE',
      currency: CURRENCY,
      stock_quantity: sum(member.stocks.slice(0, stockCount)),
      weight: member.weight,
    },
  }))
}
