import type { Attribute } from '../../../world/written.ts'
import type { AddressInput } from '../input/read-address.ts'
import type { MoneyBag } from '../input/read-money.ts'
import type { MetafieldInput } from '../input/write-metafields.ts'

export interface TaxInput {
  title: string
  rate: string
  priceSet?: MoneyBag | null
  channelLiable?: boolean
}

export interface LineInput {
  quantity: number
  variantId?: string | null
  title?: string | null
  variantTitle?: string | null
  sku?: string | null
  vendor?: string | null
  priceSet?: MoneyBag | null
  taxable?: boolean
  requiresShipping?: boolean
  giftCard?: boolean
  taxLines?: readonly TaxInput[] | null
  properties?: readonly { name: string; value: string }[] | null
}

export interface ShippingInput {
  title: string
  code?: string | null
  source?: string | null
  priceSet: MoneyBag
  taxLines?: readonly TaxInput[] | null
}

export interface UpsertInput {
  id?: string | null
  email?: string | null
  phone?: string | null
  firstName?: string | null
  lastName?: string | null
  note?: string | null
  tags?: readonly string[] | null
  taxExempt?: boolean | null
  multipassIdentifier?: string | null
  addresses?: readonly AddressInput[] | null
}

/** `OrderCreateOrderInput`, as far as it is played. */
export interface OrderInput {
  lineItems?: readonly LineInput[] | null
  shippingLines?: readonly ShippingInput[] | null
  taxLines?: readonly TaxInput[] | null
  taxesIncluded: boolean
  currency?: string | null
  presentmentCurrency?: string | null
  discountCode?: {
    itemFixedDiscountCode?: { code: string; amountSet?: MoneyBag | null } | null
    itemPercentageDiscountCode?: { code: string; percentage?: number | null } | null
    freeShippingDiscountCode?: { code: string } | null
  } | null
  customer?: {
    toAssociate?: { id?: string | null; email?: string | null } | null
    toUpsert?: UpsertInput | null
  } | null
  customerId?: string | null
  email?: string | null
  phone?: string | null
  shippingAddress?: AddressInput | null
  billingAddress?: AddressInput | null
  note?: string | null
  name?: string | null
  poNumber?: string | null
  sourceIdentifier?: string | null
  sourceName?: string | null
  sourceUrl?: string | null
  tags?: readonly string[] | null
  customAttributes?: readonly Attribute[] | null
  metafields?: readonly MetafieldInput[] | null
  test: boolean
  processedAt?: string | null
  closedAt?: string | null
  financialStatus?: string | null
  fulfillmentStatus?: string | null
  transactions?: readonly TransactionInput[] | null
  fulfillment?: FulfillmentInput | null
}

export interface TransactionInput {
  amountSet: MoneyBag
  kind: string
  status: string
  gateway?: string | null
  processedAt?: string | null
}

export interface FulfillmentInput {
  locationId: string
  trackingCompany?: string | null
  trackingNumber?: string | null
  trackingNumbers?: readonly string[] | null
}
