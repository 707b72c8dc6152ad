import type { Translations } from '../documents/texts.ts'

/** A parcel that was entered; without one it is derived from the world's status. */
export interface Tracking {
  number: string | null
  url: string | null
  carrier: Translations
}

/** Parameters of a cancellation. */
export interface Cancellation {
  reason: { key: string; message: string | null }
  operatedBy: 'merchant' | 'customer'
  refundsOrder: boolean
  notifiesByMail: boolean
  /** `null`: the shop's setting decides. */
  revertsCredits: string | null
  revertsMemberPoints: string | null
}

/** The pickup store of an order. */
export interface Pickup {
  location_code: string | null
  location_name: string | null
  store_address: string | null
  recipient_name?: string
  recipient_phone?: string
  recipient_phone_country_code?: string
}

/** Data of an order that only SHOPLINE has. */
export interface OrderExtras {
  createdBy: 'shop' | 'openapi'
  /** Number in the shop's list. */
  paymentMethod: number
  deliveryOption: number
  refOrderId: string | null
  customData: readonly { field_id: string; value: string }[]
  tracking: Tracking | null
  pickup: Pickup
  /** Internal remark of the delivery. */
  deliveryRemark: string | null
  addressRemarks: string | null
  /** Whether creating the order left the stock unchanged. */
  skipsFulfillment: boolean
  cancellation: Cancellation | null
}

export const plainExtras: OrderExtras = {
  ...{ createdBy: 'shop', paymentMethod: 1, deliveryOption: 1, refOrderId: null, customData: [], tracking: null },
  pickup: { location_code: null, location_name: null, store_address: null },
  ...{ deliveryRemark: null, addressRemarks: null, skipsFulfillment: false, cancellation: null },
}
