import type { Product } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import type { Money } from '../money.ts'
import type { ShopState } from '../state/shop-state.ts'
import { timeOf } from '../times.ts'
import { hasVariations, headOf, isUnlimited, type VariantGroup } from '../variant-groups.ts'
import { ids } from '../world-ids.ts'
import { pricesDocument, pricesOf, productPricesOf } from './product-prices.ts'
import { translate } from './texts.ts'
import { fieldsTranslations, fieldTitles, mediaDocument, optionId, optionsOf, variantOptions } from './variations.ts'

/** What documents are made with. */
export interface DocumentContext {
  world: WorldShop
  state: ShopState
  /** Decimal text in the shop's currency. */
  money(amount: string): Money
}

type Json = Record<string, unknown>

const statuses = { enabled: 'active', disabled: 'draft', deprecated: 'hidden' } as const

/** A group as a product. Its texts, status and categories are the first member's; each member is a variation. */
export function productDocument(group: VariantGroup, context: DocumentContext): Json {
  const { number, createdAt, updatedAt } = group
  const head = headOf(group)
  const extras = context.state.products.get(number)
  return {
    ...{ id: ids.product(number), status: statusOf(group), retail_status: extras.retailStatus },
    title_translations: { ...translate(head.name), ...extras.texts.title },
    summary_translations: { ...translate({ hu: '', en: '' }), ...extras.summary },
    description_translations: { ...translate(head.description), ...extras.texts.description },
    ...pricesDocument(productPricesOf(group, context), context),
    ...{ lowest_price: null, lowest_price_sale: null, same_price: !hasVariations(group), hide_price: false },
    ...stockOf(group.members, context, isUnlimited(group)),
    ...{ unlimited_quantity: isUnlimited(group), out_of_stock_orderable: false, is_preorder: false },
    ...{ preorder_limit: -1, max_order_quantity: -1, weight: Number(head.weight), sku: head.sku },
    ...{ barcode: null, gtin: head.barcode, brand: head.manufacturer, tags: head.tags },
    category_ids: head.categoryIds.filter((each) => context.world.categories.get(each)).map(ids.category),
    ...{ medias: extras.medias.map(mediaDocument), detail_medias: extras.detailMedias.map(mediaDocument) },
    ...variationsOf(group, context),
    ...extras.fields,
    ...{ created_by: extras.createdBy, created_at: timeOf(createdAt), updated_at: timeOf(updatedAt) },
  }
}

function variationsOf(group: VariantGroup, context: DocumentContext): Json {
  if (!hasVariations(group)) return { field_titles: [], variant_options: [], variations: [] }
  const { members } = group
  return {
    field_titles: fieldTitles(members, context.state),
    variant_options: variantOptions(members, context.state),
    variations: members.map((member) => variationDocument(member, group, context)),
  }
}

export function variationDocument(member: Product, group: VariantGroup, context: DocumentContext): Json {
  const { state } = context
  return {
    id: ids.variation(member.id),
    fields_translations: fieldsTranslations(member, state),
    variant_option_ids: optionsOf(member, state).map((_, place) => optionId(member, place)),
    sku: member.sku,
    ...pricesDocument(pricesOf(member, context), context),
    ...stockOf([member], context, isUnlimited(group)),
    // The product's value applies.
    unlimited_quantity: null,
    ...{ location_id: '', weight: Number(member.weight), gtin: member.barcode, media: null },
  }
}

/** As in `GET /products/{id}/stocks`: by variation and warehouse, the warehouses in use. */
export function stocksDocument(group: VariantGroup, { world, state }: DocumentContext): Json {
  const stocks = ({ stocks: levels }: Product) =>
    levels.slice(0, world.stockCount).map((quantity, index) => ({ warehouse_id: ids.warehouse(index + 1), quantity }))
  const head = headOf(group)
  const unlimited = isUnlimited(group)
  const common = {
    ...{ id: ids.product(group.number), title_translations: translate(head.name), unlimited_quantity: unlimited },
  }
  if (!hasVariations(group)) return { ...common, stocks: stocks(head), variations: [] }
  const variations = group.members.map((member) => ({
    ...{ id: ids.variation(member.id), fields_translations: fieldsTranslations(member, state), stocks: stocks(member) },
  }))
  return { ...common, stocks: [], variations }
}

export function statusOf(group: VariantGroup): 'active' | 'draft' | 'hidden' | 'removed' {
  return group.isRemoved ? 'removed' : statuses[headOf(group).status]
}

/** In all warehouses in use. */
export function quantityOf(members: readonly Product[], { stockCount }: WorldShop): number {
  return members.flatMap(({ stocks }) => stocks.slice(0, stockCount)).reduce((sum, count) => sum + count, 0)
}

function stockOf(members: readonly Product[], { world }: DocumentContext, unlimited: boolean): Json {
  const quantity = quantityOf(members, world)
  // -1 means without limit, so stocks below zero are 0.
  const orderable = unlimited ? -1 : Math.max(0, quantity)
  return { quantity, total_orderable_quantity: orderable, sold_out: !unlimited && quantity <= 0 }
}
