/** An amount of an order, as the API shows it; the platform computes none of them for orders that the API made. */
export interface TotalRecord {
  id: number
  type: string
  name: string
  value: string
  valueText: string
  sortOrder: string
  key: string | null
  description: string | null
}

/** What the world does not know of an order. */
export interface OrderRecord {
  /** By the API's names. */
  fields: Readonly<Record<string, string>>
  /** Numbers of the objects that it refers to, by the API's names. */
  refs: Readonly<Record<string, number | null>>
  /** `null`: computed from the lines. */
  total: string | null
  /** `null`: computed from the lines. */
  totals: readonly TotalRecord[] | null
  externalInfo: ExternalInfo | null
}

export interface ExternalInfo {
  partner_order_id: string
  partner_prefix: string
}

export interface LineRecord {
  fields: Readonly<Record<string, string>>
  /** The ordered quantity, by warehouse. */
  stocks: readonly number[]
  /** Percent. */
  taxRate: string
}

export interface CustomerRecord {
  /** By the API's names. */
  fields: Readonly<Record<string, string>>
  group: number | null
  defaultAddress: number | null
}

export interface AddressRecord {
  fields: Readonly<Record<string, string>>
  country: number | null
}

export interface ProductRecord {
  /** By the API's names. */
  fields: Readonly<Record<string, string>>
  /** Ids of objects that the sandbox does not have, by the API's names. */
  links: Readonly<Record<string, string>>
  taxClass: number
  /** What the world does not know of the texts, by the number of the language; a language that is not there has none. */
  descriptions: ReadonlyMap<number, Readonly<Record<string, string>>>
  /** Tags as they were written, by the number of the language; the world's language has its tags in the world. */
  tagTexts: ReadonlyMap<number, string>
  /** URLs; without the images that programs have added. */
  pictures: { main: string | null; others: readonly string[] }
  /** `null`: the shop's own. */
  urlAlias: string | null
}

export interface SpecialRecord {
  id: number
  productId: number
  /** `null`: of all customers. */
  group: number | null
  fields: Readonly<Record<string, string>>
}

export interface ImageRecord {
  id: number
  productId: number
  imagePath: string
  imageAlt: string
  sortOrder: string
}

export interface SubscriberRecord {
  fields: Readonly<Record<string, string>>
  language: number
}

export interface InvoiceRecord {
  orderId: number
  fields: Readonly<Record<string, string>>
}

/** Everything that programs have written and the world has no place for, by the objects' numbers. */
export interface Records {
  orders: Map<number, OrderRecord>
  lines: Map<number, LineRecord>
  /** The orders of lines and totals that the API made. */
  orderOfLine: Map<number, number>
  orderOfTotal: Map<number, number>
  invoices: Map<number, InvoiceRecord>
  customers: Map<number, CustomerRecord>
  addresses: Map<number, AddressRecord>
  /** The customers of addresses that the API made. */
  customerOfAddress: Map<number, number>
  subscribers: Map<number, SubscriberRecord>
  products: Map<number, ProductRecord>
  specials: Map<number, SpecialRecord>
  images: Map<number, ImageRecord>
  /** Sizes of uploaded files, bytes, by path. */
  files: Map<string, number>
  /** For objects that the world does not number; above all of its own, and within the platform's 31 bits. */
  nextNumber(): number
}

const FIRST_NUMBER = 1_000_000_001

export function createRecords(): Records {
  let next = FIRST_NUMBER
  return {
    orders: new Map(),
    lines: new Map(),
    orderOfLine: new Map(),
    orderOfTotal: new Map(),
    invoices: new Map(),
    customers: new Map(),
    addresses: new Map(),
    customerOfAddress: new Map(),
    subscribers: new Map(),
    products: new Map(),
    specials: new Map(),
    images: new Map(),
    files: new Map(),
    nextNumber: () => next++,
  }
}
