import type { Order } from '../../world/model.ts'
import { DEFAULT_GROUP, HUNGARY } from '../places.ts'
import type { OrderRecord, Records } from '../records.ts'

/** Of an order that no program has written: from the world, and the same for all. */
export function recordOf(order: Order, { orders }: Pick<Records, 'orders'>): OrderRecord {
  const known = orders.get(order.id)
  if (known) return known
  const { firstName, lastName, company, street, city, postcode } = order.address
  return {
    fields: {
      ...{ fax: '', shippingAddress2: '', shippingCountryName: 'Magyarország' },
      ...{ shippingMethodName: 'Házhozszállítás', shippingMethodExtension: 'wseship' },
      ...{ paymentFirstname: firstName, paymentLastname: lastName, paymentCompany: company, paymentAddress1: street },
      ...{ paymentAddress2: '', paymentCity: city, paymentPostcode: postcode, paymentCountryName: 'Magyarország' },
      ...{ paymentMethodName: 'Utánvét', paymentMethodCode: 'cod', taxNumber: '' },
      ...{ couponTaxRate: '-1.0000', ip: '203.0.113.7' },
    },
    refs: { shippingCountry: HUNGARY, paymentCountry: HUNGARY, customerGroup: DEFAULT_GROUP, language: 1 },
    total: null,
    totals: null,
    externalInfo: null,
  }
}
