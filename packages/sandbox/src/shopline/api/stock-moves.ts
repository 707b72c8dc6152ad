import type { Product } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'

/** Adds to the stock of the first warehouse, also below zero. Deleted products are skipped. */
export function moveStock(world: WorldShop, productId: number, change: number): void {
  const product = world.products.get(productId)
  if (product) changeStock(world, product, { place: 0, change: (level) => level + change })
}

interface StockChange {
  /** Index of the warehouse, from 0. */
  place: number
  change(level: number): number
}

export function changeStock(world: WorldShop, product: Product, { place, change }: StockChange): Product {
  const stocks = product.stocks.map((level, index) => (index === place ? change(level) : level)) as Product['stocks']
  return world.updateProduct(product.id, { stocks })
}
