import type { Change } from '../../../contract/writes.ts'
import { add } from '../../../map/decimals.ts'
import { faultsOfTags } from '../tags.ts'
import { ORDER_TAGS_MAX } from './order-parts.ts'

type Fault = { path: string; message: string }

/** What shops do not take of an order. https://open-api.docs.shoplineapp.com/docs/create-order */
export function checkOrder({ target, payload }: Change<'order.create'>): Fault[] {
  const { email, shipping, tags } = payload
  return [
    ...payload.lines.flatMap(({ price }, index) => faultOfPrice(price, index, target.variants[index]?.price ?? null)),
    ...(isZero(shipping?.price ?? '0') ? [] : [shippingFault]),
    ...(email === undefined && target.customerId === null ? [buyerFault] : []),
    ...faultsOfTags(tags, ORDER_TAGS_MAX),
  ]
}

const shippingFault = {
  path: 'payload.shipping.price',
  message: 'has to be "0": shopline shops take no shipping fee with an order that is created from outside',
}
const buyerFault = { path: 'payload.email', message: 'is required by shopline shops where the push names no customer' }

/** The platform refuses an order whose prices are not the shop's. */
function faultOfPrice(price: string, index: number, ofShop: string | null): Fault[] {
  if (ofShop !== null && normalize(price) === normalize(ofShop)) return []
  const known = ofShop === null ? 'the mirror has no price of it; sync products' : `the shop sells it at ${ofShop}`
  return [
    {
      path: `payload.lines.${index}.price`,
      message: `has to be the shop's present price in shopline shops: ${known}. Change the price there first, or leave the order to the shop`,
    },
  ]
}

const normalize = (amount: string) => add(amount, '0')
const isZero = (amount: string) => normalize(amount) === '0'
