import type { HistoryEntry } from './model.ts'
import type { WorldShop } from './shop.ts'

export const truthResources = ['categories', 'products', 'customers', 'orders'] as const
export type TruthResource = (typeof truthResources)[number]

/** What exists in the shop now, by number; abandoned carts are not orders. Times are ISO 8601 in UTC. */
export function* truthOf(shop: WorldShop, resource: TruthResource): Generator<Record<string, unknown>> {
  const collection = shop[resource]
  for (const id of collection.ids()) {
    const object = collection.get(id)
    if (object && !('history' in object && object.status === null)) yield plain(object, shop)
  }
}

function plain(
  object: object & { createdAt: number; updatedAt: number; stockTimes?: unknown },
  shop: WorldShop,
): Record<string, unknown> {
  const { createdAt, updatedAt, stockTimes: _stockTimes, ...rest } = object
  const whole: Record<string, unknown> = { ...rest, createdAt: iso(createdAt), updatedAt: iso(updatedAt) }
  if ('stocks' in rest)
    whole.stock = (rest.stocks as number[]).slice(0, shop.stockCount).reduce((sum, stock) => sum + stock, 0)
  if ('history' in rest) {
    const history = rest.history as HistoryEntry[]
    whole.history = history.map(({ status, comment, at }) => ({ status, comment, at: iso(at) }))
  }
  if ('lines' in rest) whole.total = totalOf(rest as unknown as Totalled)
  return whole
}

interface Totalled {
  lines: { gross: string; quantity: number }[]
  shipping: string
  discount: string
}

/** Gross, whole forints. */
export function totalOf({ lines, shipping, discount }: Totalled): number {
  const goods = lines.reduce((sum, line) => sum + Number(line.gross) * line.quantity, 0)
  return goods + Number(shipping) - Number(discount)
}

function iso(time: number): string {
  return new Date(time).toISOString()
}
