import type { Json, MirrorRow } from '../../contract/mirror-rows.ts'
import { add, multiply } from '../../map/decimals.ts'
import { numberOf } from '../api/gid.ts'
import type {
  FulfillmentPartsFragment,
  LinePartsFragment,
  OrderPartsFragment,
  RefundPartsFragment,
} from '../api/graphql/documents.ts'
import { isoOf, rawOf, timeOf } from './scalars.ts'

/** Without a version, so it gets its order's. */
export function mapLine(line: LinePartsFragment, position: number, order: OrderPartsFragment): MirrorRow {
  const price = line.originalUnitPriceSet.shopMoney.amount
  return {
    externalId: numberOf(line.id),
    sourceUpdatedAt: null,
    fields: {
      order_external_id: numberOf(order.id),
      product_external_id: line.product && numberOf(line.product.id),
      variant_external_id: line.variant && numberOf(line.variant.id),
      position,
      sku: line.sku || null,
      name: line.name,
      quantity: String(line.quantity),
      price,
      total: multiply(price, String(line.quantity)),
      tax_rate: taxRateOf(line),
      currency: order.currencyCode,
    },
    raw: rawOf(line),
  }
}

/** Percent, all taxes together. */
function taxRateOf({ taxLines }: LinePartsFragment): Json {
  const rates = taxLines.flatMap(({ rate }) => (rate === null ? [] : [plainDecimal(rate)]))
  return rates.length === 0 ? null : multiply(rates.reduce(add, '0'), '100')
}

/** Never in exponent notation, which JavaScript uses for small numbers. */
function plainDecimal(rate: number): string {
  return rate.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 12 })
}

export function mapFulfillment(fulfillment: FulfillmentPartsFragment, order: { id: string }): MirrorRow {
  const { trackingInfo: tracking } = fulfillment
  return {
    externalId: numberOf(fulfillment.id),
    sourceUpdatedAt: timeOf(fulfillment.updatedAt),
    fields: {
      source_created_at: isoOf(fulfillment.createdAt),
      order_external_id: numberOf(order.id),
      status: fulfillment.status,
      carrier: tracking.find(({ company }) => company)?.company ?? null,
      tracking_numbers: tracking.flatMap(({ number }) => number || []),
      tracking_urls: tracking.flatMap(({ url }) => url || []),
      lines: fulfillment.fulfillmentLineItems.nodes.map(({ quantity, lineItem }) => ({
        line_id: numberOf(lineItem.id),
        quantity,
      })),
    },
    raw: rawOf(fulfillment),
  }
}

/** Without a version, as in a webhook, so it gets its order's. */
export function mapRefund(refund: RefundPartsFragment, order: OrderPartsFragment): MirrorRow {
  return {
    externalId: numberOf(refund.id),
    sourceUpdatedAt: null,
    fields: {
      source_created_at: isoOf(refund.createdAt),
      order_external_id: numberOf(order.id),
      amount: refund.totalRefundedSet.shopMoney.amount,
      currency: order.currencyCode,
      note: refund.note || null,
      lines: refund.refundLineItems.nodes.map(({ quantity, subtotalSet, lineItem }) => ({
        line_id: numberOf(lineItem.id),
        quantity,
        subtotal: subtotalSet.shopMoney.amount,
      })),
    },
    raw: rawOf(refund),
  }
}
