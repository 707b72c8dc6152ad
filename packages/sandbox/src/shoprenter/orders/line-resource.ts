import type { Line } from '../../world/model.ts'
import { fourPlaces, multiply } from '../decimals.ts'
import { type Formats, nothing } from '../formats.ts'
import type { LineRecord, Records } from '../records.ts'

/** Of a line that no program has written: everything comes from the first warehouse. */
export function recordOfLine(line: Line, { lines }: Pick<Records, 'lines'>): LineRecord {
  const known = lines.get(line.id)
  if (known) return known
  const total = fourPlaces(multiply(line.net, String(line.quantity)))
  return {
    fields: { modelNumber: '', originalPrice: line.net, gtin: '', total },
    stocks: [line.quantity, 0, 0, 0],
    taxRate: '27.0000',
  }
}

/** https://doc.shoprenter.hu/api/order_product.html */
export function lineResource(line: Line, orderId: number, { href, ids, records }: Formats): Record<string, unknown> {
  const id = ids.of('line', line.id)
  const { fields, stocks, taxRate } = recordOfLine(line, records)
  const product = line.productId === 0 ? null : ids.of('product', line.productId)
  return {
    ...{ id, ...fields, name: line.name, sku: line.sku, price: line.net, taxRate },
    ...{ productInnerId: String(line.productId), modelNumber: fields.modelNumber || null },
    // Samples of the vendor have some lines with it and others without.
    ...(line.id % 3 !== 0 && { grossPrice: line.gross }),
    ...Object.fromEntries(stocks.map((quantity, index) => [`stock${index + 1}`, String(quantity)])),
    order: href.one('orders', ids.of('order', orderId)),
    product: product === null ? nothing(line.id) : href.one('products', product),
    orderProductOptions: href.to(`orderProductOptions?orderProductId=${id}`),
  }
}
