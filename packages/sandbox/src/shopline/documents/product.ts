import type { Product } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import type { Money } from '../money.ts'
import { timeOf } from '../times.ts'
import { hasVariations, type VariantGroup } from '../variant-groups.ts'
import { ids } from '../world-ids.ts'
import { translate, translateList } from './texts.ts'

/** What documents are made with. */
export interface DocumentContext {
  world: WorldShop
  /** Decimal text in the shop's currency. */
  money(amount: string): Money
}

type Json = Record<string, unknown>

const statuses = { enabled: 'active', disabled: 'draft', deprecated: 'hidden' } as const
const COLOR = { hu: 'Szín', en: 'Color' }

/** A group as a product. Its texts, status, prices and categories are the first member's; each member is a variation. */
export function productDocument(group: VariantGroup, context: DocumentContext): Json {
  const { number, createdAt, updatedAt } = group
  const head = headOf(group)
  const id = ids.product(number)
  return {
    ...{ id, status: statusOf(group), retail_status: 'active' },
    title_translations: translate(head.name),
    summary_translations: translate({ hu: '', en: '' }),
    description_translations: translate(head.description),
    ...pricesOf(head, context),
    ...{ lowest_price: null, lowest_price_sale: null, same_price: !hasVariations(group), hide_price: false },
    ...stockOf(group.members, context),
    ...{ unlimited_quantity: false, out_of_stock_orderable: false, is_preorder: false },
    ...{ preorder_limit: -1, max_order_quantity: -1, weight: Number(head.weight), sku: head.sku },
    ...{ barcode: null, gtin: head.barcode, brand: head.manufacturer, tags: head.tags },
    category_ids: head.categoryIds.filter((each) => context.world.categories.get(each)).map(ids.category),
    ...{ medias: [], detail_medias: [] },
    ...(hasVariations(group)
      ? variationsOf(group, context)
      : { field_titles: [], variant_options: [], variations: [] }),
    ...{ created_by: 'admin', created_at: timeOf(createdAt), updated_at: timeOf(updatedAt) },
  }
}

function variationsOf({ number, members }: VariantGroup, context: DocumentContext): Json {
  const optionOf = (member: Product) => `vo${member.id}`
  return {
    field_titles: [{ key: ids.product(number), label: COLOR.en, name_translations: translate(COLOR) }],
    variant_options: members.map((member, index) => ({
      ...{ id: optionOf(member), name_translations: translate(member.color), type: 'color', media: null, index },
    })),
    variations: members.map((member) => ({
      id: ids.variation(member.id),
      fields_translations: translateList(member.color),
      variant_option_ids: [optionOf(member)],
      sku: member.sku,
      ...pricesOf(member, context),
      ...stockOf([member], context),
      // The product's own says it.
      unlimited_quantity: null,
      ...{ location_id: '', weight: Number(member.weight), gtin: member.barcode, media: null },
    })),
  }
}

/** As `GET /products/{id}/stocks` tells it: by variation and warehouse, the warehouses in use. */
export function stocksDocument(group: VariantGroup, { world }: DocumentContext): Json {
  const stocks = ({ stocks: levels }: Product) =>
    levels.slice(0, world.stockCount).map((quantity, index) => ({ warehouse_id: ids.warehouse(index + 1), quantity }))
  const head = headOf(group)
  const told = { id: ids.product(group.number), title_translations: translate(head.name), unlimited_quantity: false }
  if (!hasVariations(group)) return { ...told, stocks: stocks(head), variations: [] }
  const variations = group.members.map((member) => ({
    ...{ id: ids.variation(member.id), fields_translations: translateList(member.color), stocks: stocks(member) },
  }))
  return { ...told, stocks: [], variations }
}

export function statusOf(group: VariantGroup): 'active' | 'draft' | 'hidden' | 'removed' {
  return group.isRemoved ? 'removed' : statuses[headOf(group).status]
}

/** In all warehouses in use. */
export function quantityOf(members: readonly Product[], { stockCount }: WorldShop): number {
  return members.flatMap(({ stocks }) => stocks.slice(0, stockCount)).reduce((sum, count) => sum + count, 0)
}

export function headOf({ number, members: [head] }: VariantGroup): Product {
  if (!head) throw new Error(`VariantGroup ${number} has no member.`)
  return head
}

function pricesOf({ gross }: Product, { money }: DocumentContext): Json {
  const none = money('0')
  return { price: money(gross), price_sale: none, member_price: null, cost: none, retail_price: null }
}

function stockOf(members: readonly Product[], { world }: DocumentContext): Json {
  const quantity = quantityOf(members, world)
  // Below zero it would say: without bounds.
  return { quantity, total_orderable_quantity: Math.max(0, quantity), sold_out: quantity <= 0 }
}
