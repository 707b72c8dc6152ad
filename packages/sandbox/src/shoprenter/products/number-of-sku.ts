import type { WorldShop } from '../../world/shop.ts'

export function numberOfSku(sku: string, { products }: WorldShop): number | null {
  return products.ids().find((each) => products.get(each)?.sku === sku) ?? null
}
