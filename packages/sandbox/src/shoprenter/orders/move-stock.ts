import type { Line, Product } from '../../world/model.ts'
import type { Target } from '../writes/writer.ts'
import { recordOfLine } from './line-resource.ts'

/** Takes what these lines order from the stock of their warehouses; `sign` −1 gives it back. */
export function moveStock(lines: readonly Line[], sign: 1 | -1, { shop, formats, rules }: Target): void {
  if (!rules.linesLowerStock) return
  for (const line of lines) {
    const { fields, stocks } = recordOfLine(line, formats.records)
    const product = shop.products.get(line.productId)
    if (!product || fields.subtractStock !== '1') continue
    const left = product.stocks.map((stock, index) => stock - sign * (stocks[index] ?? 0))
    shop.updateProduct(product.id, { stocks: left as Product['stocks'] })
  }
}
