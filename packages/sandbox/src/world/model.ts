import type { Address } from './address.ts'
import type { Stamped } from './collection.ts'
import type { Progress, WrittenCustomer, WrittenLine, WrittenOrder, WrittenProduct } from './written.ts'

export type { Address } from './address.ts'

export interface Texts {
  hu: string
  en: string
}

export interface Category extends Stamped {
  createdAt: number
  parentId: number | null
  name: Texts
  enabled: boolean
  position: number
}

export interface Product extends Stamped {
  createdAt: number
  /** The product that this is a variant of; `null` for that one itself. */
  parentId: number | null
  sku: string
  name: Texts
  description: Texts
  /** Decimal text, net. */
  net: string
  /** Decimal text, gross. */
  gross: string
  stocks: [number, number, number, number]
  /** When the stock of each place last changed; absent: when the product did. */
  stockTimes?: readonly number[]
  status: 'enabled' | 'disabled' | 'deprecated'
  manufacturer: string
  color: Texts
  tags: string[]
  categoryIds: number[]
  weight: string
  barcode: string
  written?: WrittenProduct
}

export interface Customer extends Stamped {
  createdAt: number
  firstName: string
  lastName: string
  email: string
  phone: string
  newsletter: boolean
  addresses: Address[]
  written?: WrittenCustomer
}

export interface Line {
  id: number
  /** 0: something that is no product of the shop. */
  productId: number
  sku: string
  name: string
  net: string
  gross: string
  quantity: number
  /** How many there were before some were taken out again; absent: as many. */
  ordered?: number
  written?: WrittenLine
}

export const orderStatuses = ['processing', 'paid', 'shipped', 'complete', 'cancelled'] as const

/** `custom`: one that the merchant has made. */
export type OrderStatus = (typeof orderStatuses)[number] | 'custom'

export interface HistoryEntry {
  id: number
  status: OrderStatus
  comment: string
  at: number
}

export interface Order extends Stamped {
  createdAt: number
  /** Guests have none. */
  customerId: number | null
  firstName: string
  lastName: string
  email: string
  phone: string
  address: Address
  /** `null`: an abandoned cart. */
  status: OrderStatus | null
  lines: Line[]
  shipping: string
  discount: string
  comment: string
  /** What the customer saw. */
  currency: 'HUF' | 'EUR'
  /** From the shop's currency to that one. */
  rate: string
  history: HistoryEntry[]
  progress?: Progress | undefined
  written?: WrittenOrder
}
