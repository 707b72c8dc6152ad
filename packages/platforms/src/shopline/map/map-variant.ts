import type { Json, MirrorRow } from '../../contract/mirror-rows.ts'
import { amountOf, currencyOf, isPositive } from './money.ts'
import { optionsOf } from './options.ts'
import { rawOf } from './raw.ts'
import type { MapContext, Wire } from './shapes.ts'
import { decimal, flag, idOf, integer, isoOf, text } from './wire.ts'

interface VariantContext {
  product: Wire
  productId: string
  position: number
  context: MapContext
}

/**
 * A variation, or a product without variations as its only variant, with the product's id. Has no version of its own, so it
 * gets its product's. https://open-api.docs.shoplineapp.com/docs/productvariation
 */
export function mapVariant(wire: Wire, { product, productId, position, context }: VariantContext): MirrorRow[] {
  const externalId = idOf(wire)
  if (!externalId) return []
  const options = wire === product ? [] : optionsOf(wire, product, context)
  const fields = {
    source_created_at: isoOf(wire.created_at) ?? isoOf(product.created_at),
    product_external_id: productId,
    inventory_item_id: externalId,
    sku: text(wire.sku),
    barcode: text(wire.gtin) ?? text(wire.barcode),
    title: options.flatMap(({ value }) => value ?? []).join(' / ') || null,
    position,
    ...pricesOf(wire, product, context),
    ...stockOf(wire, product),
    weight: decimal(wire.weight) ?? decimal(product.weight),
    options: options.map(({ name, value }) => ({ name, value })),
  }
  return [{ externalId, sourceUpdatedAt: null, fields, raw: rawOf(wire === product ? sellablePartOf(product) : wire) }]
}

/**
 * If there is a sale price above zero, it is the price, and the regular price is the one to compare with. A variation without
 * a price, or with zero, has the product's if all variations have the same price.
 */
function pricesOf(wire: Wire, product: Wire, { currency: fallback }: MapContext): Record<string, Json> {
  const currency = currencyOf(wire.price) ?? currencyOf(product.price) ?? fallback
  const isSame = flag(product.same_price) ?? amountOf(wire.price, currency) === null
  const amount = (name: string) => {
    const own = amountOf(wire[name], currency)
    return isSame && !isPositive(own) ? (amountOf(product[name], currency) ?? own) : own
  }
  const price = amount('price')
  const sale = amount('price_sale')
  const lists = { member: amount('member_price'), retail: amount('retail_price') }
  return {
    price: isPositive(sale) ? sale : price,
    compare_at_price: isPositive(sale) ? price : null,
    cost: amountOf(wire.cost, currency) ?? amountOf(product.cost, currency),
    currency,
    prices: Object.entries(lists).flatMap(([group, gross]) => (isPositive(gross) ? [{ group, gross }] : [])),
  }
}

/** Stock `null` means unlimited. Values that a variation does not have are the product's. */
function stockOf(wire: Wire, product: Wire): Record<string, Json> {
  const isUnlimited = isUnlimitedIn(wire, product)
  const isOrderable = [
    isUnlimited,
    flag(wire.out_of_stock_orderable) ?? flag(product.out_of_stock_orderable),
    flag(wire.is_preorder) ?? flag(product.is_preorder),
    integer(wire.total_orderable_quantity) === -1,
  ].some(Boolean)
  return { stock_quantity: isUnlimited ? null : decimal(wire.quantity), orderable: isOrderable }
}

export function isUnlimitedIn(wire: Wire, product: Wire): boolean {
  return flag(wire.unlimited_quantity) ?? flag(product.unlimited_quantity) ?? false
}

const SELLABLE = [
  ...['id', 'sku', 'gtin', 'barcode', 'price', 'price_sale', 'member_price', 'retail_price', 'cost', 'weight'],
  ...['quantity', 'total_orderable_quantity', 'unlimited_quantity', 'out_of_stock_orderable', 'is_preorder'],
]

/** Without the product, which has its own row. */
function sellablePartOf(product: Wire): Wire {
  return Object.fromEntries(SELLABLE.flatMap((name) => (name in product ? [[name, product[name] ?? null]] : [])))
}
