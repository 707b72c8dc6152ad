import type { Json } from '../../../contract/mirror-rows.ts'
import type { WriteOutcome } from '../../../contract/writes.ts'
import { add, round } from '../../../map/decimals.ts'
import { decimal, idOf, list, text, type Wire } from '../../api/wire.ts'
import { difference, writeAll } from '../difference.ts'
import type { WriteContext } from '../write-batch.ts'
import { writeOne } from '../write-one.ts'
import type { OrderPlan } from './plan-order.ts'

const STOCKS = ['stock1', 'stock2', 'stock3', 'stock4'] as const

/** The parts of an order that exist already: none, or as they were read. */
export interface Present {
  orderTotals?: Json
  orderProducts?: Json
}

/** Gives an order its sums and lines, and its status last. */
export async function completeOrder(
  id: string,
  plan: OrderPlan,
  present: Present,
  context: WriteContext,
): Promise<WriteOutcome> {
  const ofOrder = (parts: readonly Record<string, Json>[]) => parts.map((part) => ({ ...part, order: { id } }))
  const failed = await writeAll(context, [
    ...difference({
      ...{ path: 'orderTotals', wanted: ofOrder(plan.totals) },
      ...{ present: list(present.orderTotals), isSame: isSameTotal },
    }),
    ...difference({
      ...{ path: 'orderProducts', wanted: ofOrder(plan.lines) },
      ...{ present: list(present.orderProducts), isSame: isSameLine },
    }),
  ])
  if (failed) return failed
  const path = `orders/${encodeURIComponent(id)}`
  const published = await writeOne(context.api, path, { method: 'PUT', body: plan.publication })
  return published.kind === 'done' ? { kind: 'done', id } : published
}

function isSameTotal(wanted: Wire, present: Wire): boolean {
  return text(wanted.type) === text(present.type) && isSameAmount(wanted.value, present.value)
}

function isSameLine(wanted: Wire, present: Wire): boolean {
  return (
    idOf(wanted.product) === idOf(present.product) &&
    isSameAmount(wanted.price, present.price) &&
    quantityOf(wanted) === quantityOf(present)
  )
}

function quantityOf(line: Wire): string {
  return STOCKS.reduce((sum, stock) => add(sum, decimal(line[stock]) ?? '0'), '0')
}

/** The platform writes four decimal places. */
function isSameAmount(a: Json | undefined, b: Json | undefined): boolean {
  const [left, right] = [decimal(a), decimal(b)]
  return left !== null && right !== null && round(left, 4) === round(right, 4)
}
