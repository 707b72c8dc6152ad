import type { Api } from '../../api/api.ts'
import { mapProduct } from '../../map/map-product.ts'
import type { Wire } from '../../map/shapes.ts'

/** Many images in one call time out. https://open-api.docs.shoplineapp.com/docs/create-product */
export const IMAGES_PER_CALL = 5

export interface ProductAt {
  api: Api
  id: string
}

export function pathOf(id: string, part = ''): string {
  return `products/${encodeURIComponent(id)}${part && `/${part}`}`
}

/** What is sold of a product, as the mirror has it. */
export interface Sold {
  id: string
  sku: string | null
  price: string | null
  compareAt: string | null
  cost: string | null
  barcode: string | null
  /** kg */
  weight: string | null
}

/** The variations of a product, or itself where it has none. */
export function soldOf(product: Wire): Sold[] {
  const mapped = mapProduct(product, { currency: '', defaultLanguage: '', warehouses: [] })
  return (mapped?.variants ?? []).map(({ externalId, fields }) => ({
    ...{ id: externalId, sku: textOf(fields.sku), price: textOf(fields.price), cost: textOf(fields.cost) },
    ...{ compareAt: textOf(fields.compare_at_price), barcode: textOf(fields.barcode), weight: textOf(fields.weight) },
  }))
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : null)
