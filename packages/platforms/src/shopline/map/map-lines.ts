import type { Json, MirrorRow } from '../../contract/mirror-rows.ts'
import { multiply } from '../../map/decimals.ts'
import { amountOf, isPositive } from './money.ts'
import { rawOf } from './raw.ts'
import type { MapContext, Wire } from './shapes.ts'
import { translated, translatedList } from './texts.ts'
import { decimal, idOf, list, object, text } from './wire.ts'

interface LineContext {
  orderId: string
  currency: string
  context: MapContext
}

interface Item {
  externalId: string
  wire: Wire
  /** The product set this is a part of. */
  set: Wire | null
}

/** All items of an order: goods, gifts, add-ons, and the parts of a product set after the set. */
export function mapLines(order: Wire, context: LineContext): MirrorRow[] {
  return itemsOf(order, context.orderId).map((item, position) => ({
    externalId: item.externalId,
    sourceUpdatedAt: null,
    fields: { order_external_id: context.orderId, position, ...fieldsOf(item, context) },
    raw: rawOf(item.wire),
  }))
}

/** The lines that a customer sees, without the parts of product sets. An item without an id is identified by its position. */
export function topItemsOf(order: Wire, orderId: string): Item[] {
  return list(order.subtotal_items).map((wire, place) => ({
    externalId: idOf(wire) ?? `${orderId}:${place}`,
    wire,
    set: null,
  }))
}

function itemsOf(order: Wire, orderId: string): Item[] {
  return topItemsOf(order, orderId).flatMap((item) => [item, ...partsOf(item)])
}

/** The same part may be in several sets, so its id alone does not identify a line. */
function partsOf({ externalId, wire }: Item): Item[] {
  const parts = [wire, object(wire.item_data), object(wire.object_data)].map((each) => list(each.child_products))
  const found = parts.find((each) => each.length > 0) ?? []
  return found.map((part, place) => ({ externalId: `${externalId}:${place}`, wire: part, set: wire }))
}

function fieldsOf(item: Item, { currency, context }: LineContext): Record<string, Json> {
  const { wire, set } = item
  const quantity = quantityOf(item)
  const price = set ? null : priceOf(wire, currency)
  return {
    ...thingOf(item),
    sku: text(wire.sku),
    name: nameOf(wire, context),
    quantity,
    price,
    total: set ? null : (amountOf(wire.total, currency) ?? (price && quantity && multiply(price, quantity))),
    currency,
  }
}

/** A part has no amount, because the set has it, and lines must add up. Its quantity is per set. */
function quantityOf({ wire, set }: Item): string | null {
  const own = decimal(wire.quantity)
  if (!set) return own
  return multiply(own ?? '1', decimal(set.quantity) ?? '1')
}

/** Unit price: as sold, otherwise the list price. */
function priceOf(wire: Wire, currency: string): string | null {
  const sale = amountOf(wire.price_sale, currency)
  return amountOf(wire.item_price, currency) ?? (isPositive(sale) ? sale : amountOf(wire.price, currency))
}

/** A product without variations is its only variant. Items that a merchant entered by hand have no product. */
function thingOf({ wire, set }: Item): Record<string, Json> {
  if (text(wire.item_type) === 'CustomProduct') return { product_external_id: null, variant_external_id: null }
  const own = set ? (text(wire.product_id) ?? idOf(wire)) : null
  const product = text(wire.item_id) ?? own
  const variation = text(wire.item_variation_key) ?? text(wire.item_variation_id) ?? text(wire.variation_id)
  return { product_external_id: product, variant_external_id: variation ?? product }
}

function nameOf(wire: Wire, context: MapContext): string | null {
  const title = translated(wire.title_translations, context)
  const fields = translatedList(wire.fields_translations, context).flatMap((field) => field ?? [])
  return title && fields.length > 0 ? `${title} – ${fields.join(' / ')}` : title
}
