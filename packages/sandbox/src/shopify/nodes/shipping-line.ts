import type { Order } from '../../world/model.ts'
import type { TaxLine } from '../../world/written.ts'
import { shipmentId } from '../world-ids.ts'
import { gid } from './gid.ts'
import { decimal, moneyBag, moneyOf } from './money.ts'
import { constants, fieldsOf, type Subject } from './node.ts'
import { shippingLinesOf } from './order-amounts.ts'
import { isCancelled } from './order-parts.ts'
import type { Delivery } from './refs.ts'

export function taxLineNode({ title, rate, amount, channelLiable }: TaxLine, order: Order): Record<string, unknown> {
  return {
    ...{ __typename: 'TaxLine', title, rate: Number(rate), ratePercentage: Number(rate) * 100, source: null },
    ...{ price: decimal(amount), priceSet: moneyBag(amount, order), channelLiable },
  }
}

export function deliveriesOf(order: Order): Delivery[] {
  return shippingLinesOf(order).map((shippingLine, place) => ({ id: shipmentId(order.id, place), order, shippingLine }))
}

const price = ({ shippingLine }: Delivery) => shippingLine.price
const set = (each: Delivery) => moneyBag(price(each), each.order)

export function shippingLineSubject(): Subject {
  return {
    resolvers: {
      ShippingLine: fieldsOf<Delivery>({
        id: ({ id }) => gid('ShippingLine', id),
        title: ({ shippingLine }) => shippingLine.title,
        code: ({ shippingLine }) => shippingLine.code,
        source: ({ shippingLine }) => shippingLine.source,
        price: (each) => decimal(price(each)),
        originalPrice: (each) => moneyOf(price(each)),
        discountedPrice: (each) => moneyOf(price(each)),
        originalPriceSet: set,
        discountedPriceSet: set,
        currentDiscountedPriceSet: (each) => moneyBag(isCancelled(each.order) ? 0 : price(each), each.order),
        taxLines: ({ order, shippingLine }) => shippingLine.taxLines.map((each) => taxLineNode(each, order)),
        ...constants({
          ...{ custom: false, isRemoved: false, phone: null },
          ...{ carrierIdentifier: null, deliveryCategory: null, discountAllocations: [], shippingRateHandle: null },
        }),
      }),
    },
  }
}
