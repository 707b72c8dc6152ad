import type { Line } from '../../world/model.ts'
import { fourPlaces, grossOf } from '../decimals.ts'
import type { LineRecord, Records } from '../records.ts'
import { type Fields, readFields, requireFields, type Shape } from '../writes/read-fields.ts'
import { invalid, missing, Refusal } from '../writes/refusal.ts'
import { found, type Target, type Writer } from '../writes/writer.ts'
import { recordOfLine } from './line-resource.ts'
import { moveStock } from './move-stock.ts'
import { totalOfOrder, totalsOf } from './order-amounts.ts'
import { recordOf } from './order-record.ts'

const PER_ORDER = 10
const STOCKS = ['stock1', 'stock2', 'stock3', 'stock4']
const DEFAULT_TAX = '27.0000'

/** https://doc.shoprenter.hu/api/order_product.html; nothing is taken from the product. */
const shape: Shape = {
  texts: ['name', 'sku', 'modelNumber', 'gtin', 'width', 'height', 'length', 'weight'],
  amounts: ['originalPrice', 'price', 'total', 'taxRate'],
  integers: STOCKS,
  choices: { subtractStock: ['0', '1'], durableMediaDevice: ['0', '1'] },
  refs: { order: 'order', product: 'product', parentProduct: 'product' },
  required: ['order'],
}

export const lineWriter: Writer = {
  kind: 'line',
  exists: (number, target) => findLine(number, target) !== null,
  create(body, target) {
    requireFields(body, shape)
    const { formats } = target
    const fields = readFields(body, shape, target)
    const orderId = fields.refs.order
    if (!orderId) throw missing('order')
    const record = applyFields({ fields: {}, stocks: [0, 0, 0, 0], taxRate: DEFAULT_TAX }, fields)
    const empty: Line = {
      id: formats.records.nextNumber(),
      productId: 0,
      sku: '',
      name: '',
      net: '0.0000',
      gross: '0',
      quantity: 0,
    }
    const line = toLine(empty, fields, record)
    formats.records.orderOfLine.set(line.id, orderId)
    formats.records.lines.set(line.id, record)
    setLines(orderId, (lines) => [...lines, line], target)
    moveStock([line], 1, target)
    return line.id
  },
  update(number, body, target) {
    const { formats } = target
    const { line, orderId } = found(findLine(number, target))
    const fields = readFields(body, shape, target)
    if ('order' in fields.refs && fields.refs.order !== orderId) throw new Refusal(400, 40_002, 'order is read-only')
    const record = applyFields(recordOfLine(line, formats.records), fields)
    moveStock([line], -1, target)
    const changed = toLine(line, fields, record)
    formats.records.lines.set(number, record)
    setLines(orderId, (lines) => lines.map((each) => (each.id === number ? changed : each)), target)
    moveStock([changed], 1, target)
  },
  remove(number, target) {
    const { line, orderId } = found(findLine(number, target))
    moveStock([line], -1, target)
    setLines(orderId, (lines) => lines.filter(({ id }) => id !== number), target)
  },
}

export function findLine(number: number, { shop, formats }: Pick<Target, 'shop' | 'formats'>) {
  const orderId = orderOfLine(number, formats.records)
  const line = shop.orders.get(orderId)?.lines.find(({ id }) => id === number)
  return line ? { line, orderId } : null
}

function orderOfLine(number: number, { orderOfLine: made }: Records): number {
  return made.get(number) ?? Math.floor(number / PER_ORDER)
}

function applyFields(before: LineRecord, { values }: Fields): LineRecord {
  const { name: _name, sku: _sku, price: _price, taxRate = before.taxRate, ...rest } = values
  const stocks = STOCKS.map((stock, index) => Number(rest[stock] ?? before.stocks[index] ?? 0))
  if (stocks.some((quantity) => quantity < 0)) throw invalid('stock1 to stock4 must not be negative')
  const own = Object.entries(rest).filter(([name]) => !STOCKS.includes(name))
  return { fields: { ...before.fields, ...Object.fromEntries(own) }, stocks, taxRate }
}

function toLine(before: Line, { values, refs }: Fields, { stocks, taxRate }: LineRecord): Line {
  const net = fourPlaces(values.price ?? before.net)
  return {
    ...before,
    ...{ name: values.name ?? before.name, sku: values.sku ?? before.sku, net, gross: grossOf(net, taxRate) },
    quantity: stocks.reduce((sum, quantity) => sum + quantity, 0),
    ...('product' in refs && { productId: refs.product ?? 0 }),
  }
}

/** The order's total and its amounts stay as they are: all sums are the caller's. */
function setLines(orderId: number, change: (lines: Line[]) => Line[], { shop, formats: { records } }: Target): void {
  const order = found(shop.orders.get(orderId))
  const record = recordOf(order, records)
  records.orders.set(orderId, { ...record, total: totalOfOrder(order, record), totals: totalsOf(order, record) })
  shop.updateOrder(orderId, { lines: change(order.lines) })
}
