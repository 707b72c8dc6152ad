import type { Product } from '../world/model.ts'
import type { WorldShop } from '../world/shop.ts'
import { readFields, type Shape } from './writes/read-fields.ts'
import type { Writer } from './writes/writer.ts'

const STOCKS = ['stock1', 'stock2', 'stock3', 'stock4']
const shape: Shape = { integers: STOCKS }

/** https://doc.shoprenter.hu/api/product_extend.html */
export const productWriter: Writer = {
  kind: 'product',
  exists: (number, { shop }) => shop.products.get(number) !== null,
  update(number, body, target) {
    const { shop } = target
    const { values } = readFields(body, shape, target)
    const before = shop.products.get(number)?.stocks ?? []
    const stocks = STOCKS.map((stock, index) => Number(values[stock] ?? before[index]))
    shop.updateProduct(number, { stocks: stocks as Product['stocks'] })
  },
}

export function numberOfSku(sku: string, { products }: WorldShop): number | null {
  return products.ids().find((each) => products.get(each)?.sku === sku) ?? null
}
