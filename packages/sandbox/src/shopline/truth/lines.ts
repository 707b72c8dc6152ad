import type { Order } from '../../world/model.ts'
import { ids } from '../world-ids.ts'
import type { Kinship } from './products.ts'
import { type TrueShop, type TruthRow, totalOf } from './row.ts'
import { versionOf } from './shipments.ts'

/** An order goes on naming what was sold, also when it is gone. */
export function lineRows(order: Order, { state, currency }: TrueShop, kinship: Kinship): TruthRow[] {
  return order.lines.map((line, position) => {
    const product = ids.product(kinship.headOf(line.productId))
    const fields = {
      source_updated_at: versionOf(order, state),
      order_external_id: ids.order(order.id),
      product_external_id: product,
      variant_external_id: kinship.hadOthers(line.productId) ? ids.variation(line.productId) : product,
      position,
      sku: line.sku || null,
      name: line.name,
      quantity: line.quantity,
      price: line.gross,
      total: totalOf(line),
      currency,
    }
    return { externalId: ids.line(line.id), fields }
  })
}
