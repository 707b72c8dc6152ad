import type { Translations } from '../documents/texts.ts'

/** An uploaded picture. */
export interface Media {
  number: number
  url: string
}

/** One option of a variation: red, of the type color. */
export interface VariantOption {
  type: string
  name: Translations
}

/** Decimal text; `null`: none. */
export interface Prices {
  /** The list price. */
  price: string
  /** The lower selling price. */
  sale: string | null
  cost: string | null
  member: string | null
  retail: string | null
}

/** Data that only SHOPLINE has: of a product by its number, of a variation by that of its product in the world. */
export interface ProductExtras {
  createdBy: 'admin' | 'openapi'
  /** In languages that the world does not have, by field. */
  texts: Readonly<Record<string, Translations>>
  summary: Translations
  retailStatus: 'active' | 'draft'
  medias: readonly Media[]
  detailMedias: readonly Media[]
  /** Of a product with variations: its own prices, which are not those of its variations. */
  prices: Prices | null
  memberPrice: string | null
  retailPrice: string | null
  /** `null`: a variation's color in the world. */
  options: readonly VariantOption[] | null
  /** Fields that reads return as they were written. */
  fields: Readonly<Record<string, unknown>>
}

export const plainProduct: ProductExtras = {
  ...{ createdBy: 'admin', texts: {}, summary: {}, retailStatus: 'active', medias: [], detailMedias: [] },
  ...{ prices: null, memberPrice: null, retailPrice: null, options: null, fields: {} },
}
