import type { Order } from '../../world/model.ts'
import { gid } from './gid.ts'
import { decimal, moneyBag, moneyOf, taxIn } from './money.ts'
import { constants, fieldsOf, type Subject } from './node.ts'
import { isCancelled } from './order-parts.ts'

/** The tax within a gross amount. */
export function taxLineOf(gross: number, order: Order): Record<string, unknown> {
  const tax = taxIn(gross)
  return {
    ...{ __typename: 'TaxLine', title: 'ÁFA', rate: 0.27, ratePercentage: 27, source: null, channelLiable: false },
    ...{ price: decimal(tax), priceSet: moneyBag(tax, order) },
  }
}

export function shippingLineSubject(): Subject {
  const price = ({ shipping }: Order) => Number(shipping)
  const set = (order: Order) => moneyBag(price(order), order)
  return {
    resolvers: {
      ShippingLine: fieldsOf<Order>({
        id: ({ id }) => gid('ShippingLine', id),
        price: (order) => decimal(price(order)),
        originalPrice: (order) => moneyOf(price(order)),
        discountedPrice: (order) => moneyOf(price(order)),
        originalPriceSet: set,
        discountedPriceSet: set,
        currentDiscountedPriceSet: (order) => moneyBag(isCancelled(order) ? 0 : price(order), order),
        taxLines: (order) => [taxLineOf(price(order), order)],
        ...constants({
          ...{ title: 'Futár', code: 'futar', source: 'shopify', custom: false, isRemoved: false, phone: null },
          ...{ carrierIdentifier: null, deliveryCategory: null, discountAllocations: [], shippingRateHandle: null },
        }),
      }),
    },
  }
}
