import type { Address } from './address.ts'

/** What whoever writes through an API says of an object beyond the rest of it. What is absent is as if nobody had. */

export interface Attribute {
  key: string
  value: string
}

export interface Metafield {
  /** Of this object only. */
  id: number
  namespace: string
  key: string
  type: string
  value: string
  createdAt: number
  updatedAt: number
}

export interface TaxLine {
  title: string
  /** Decimal text: 0.27. */
  rate: string
  /** Of the whole quantity, in the currency of the order. */
  amount: number
  channelLiable: boolean
}

export interface ShippingLine {
  title: string
  code: string | null
  source: string | null
  /** Without the tax when the order's prices are. */
  price: number
  taxLines: readonly TaxLine[]
}

export interface WrittenLine {
  requiresShipping: boolean
  taxable: boolean
  giftCard: boolean
  variantTitle: string | null
  vendor: string | null
  properties: readonly Attribute[]
  taxLines: readonly TaxLine[]
}

export interface WrittenOrder {
  name?: string | undefined
  sourceIdentifier?: string | null
  sourceName?: string
  sourceUrl?: string | null
  poNumber?: string | null
  test?: boolean
  /** World time, ms. */
  processedAt?: number
  tags?: readonly string[]
  /** When the tags last changed: searches follow later. */
  taggedAt?: number
  customAttributes?: readonly Attribute[]
  metafields?: readonly Metafield[]
  discountCodes?: readonly string[]
  /** Of the shop's side; absent: the shop's own. */
  currency?: 'HUF' | 'EUR'
  taxesIncluded?: boolean
  taxLines?: readonly TaxLine[]
  shippingLines?: readonly ShippingLine[]
  /** Absent: the one that the order is sent to. */
  billingAddress?: Address | null
  closedAt?: number | null
  /** Changed after it was placed. */
  edited?: boolean
}

export interface Payment {
  kind: 'AUTHORIZATION' | 'CAPTURE' | 'REFUND' | 'SALE' | 'VOID'
  status: 'SUCCESS' | 'PENDING' | 'FAILURE' | 'ERROR'
  gateway: string
  amount: number
  /** World time, ms. */
  at: number
}

export interface Shipment {
  id: number
  createdAt: number
  updatedAt: number
  /** A warehouse, from 1. */
  place: number
  company: string | null
  numbers: readonly string[]
  urls: readonly string[]
  lines: readonly { lineId: number; quantity: number }[]
}

/** How far an order has come where its status does not say it; dropped by a change of the status. */
export interface Progress {
  payments: readonly Payment[]
  shipments: readonly Shipment[]
  /** Set at creation, and gone with the next payment. */
  financialStatus?: string
  /** Set at creation, and gone with the next shipment. */
  fulfillmentStatus?: string
  cancellation?: { reason: string; staffNote: string | null; restocks: boolean; at: number }
}

/** Permission to send advertisements. */
export interface Consent {
  state: 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'PENDING' | 'NOT_SUBSCRIBED'
  level: string | null
  /** World time, ms. */
  at: number | null
}

export interface WrittenCustomer {
  note?: string | null
  tags?: readonly string[]
  locale?: string
  taxExempt?: boolean
  multipassIdentifier?: string | null
  metafields?: readonly Metafield[]
  /** Absent: as `newsletter` says. */
  emailConsent?: Consent
  smsConsent?: Consent
}

export interface MediaFile {
  id: number
  alt: string
  url: string
}

/** Of a product as a whole, at its head, and of a variant, at that. */
export interface WrittenProduct {
  handle?: string
  productType?: string
  seo?: { title: string | null; description: string | null }
  files?: readonly MediaFile[]
  metafields?: readonly Metafield[]
  /** Of the variant, and not of the whole product. */
  variantMetafields?: readonly Metafield[]
  compareAtPrice?: string | null
  cost?: string | null
  taxable?: boolean
  policy?: 'DENY' | 'CONTINUE'
  tracked?: boolean
  requiresShipping?: boolean
  /** What this variant is of each option of the product, in their order; absent: its color. */
  options?: readonly { name: string; value: string }[]
}
