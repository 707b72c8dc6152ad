import { deliveryOptionOf, deliveryOptions } from '../documents/delivery-options.ts'
import { paymentMethodOf, paymentMethods } from '../documents/payment-methods.ts'
import { ids } from '../world-ids.ts'
import type { Route } from './open-api-types.ts'
import { type Listing, page } from './paging.ts'

/** `GET /payments` and `GET /delivery_options`. */
export const shopListRoutes: Route = ({ method, path, query }, { quirks }) => {
  const list = method === 'GET' ? lists[path.join('/')] : undefined
  return list && page(list, { params: query, perPageMax: quirks.perPageMax }, quirks)
}

const lists: Readonly<Record<string, Listing>> = {
  payments: {
    kind: 'paymentMethod',
    numbers: paymentMethods.map(({ number }) => number),
    document(number) {
      const { type, name } = paymentMethodOf(number)
      return { id: ids.paymentMethod(number), type, status: 'active', name_translations: name }
    },
  },
  delivery_options: {
    kind: 'deliveryOption',
    numbers: deliveryOptions.map(({ number }) => number),
    document(number) {
      const { platform, name } = deliveryOptionOf(number)
      return { id: ids.deliveryOption(number), platform, status: 'active', name_translations: name }
    },
  },
}
