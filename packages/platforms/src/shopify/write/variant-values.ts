import type { Payload } from '../../contract/push-kinds.ts'
import type { ReadBack } from '../../contract/writes.ts'
import type { VariantValuesQuery } from '../api/graphql/documents.ts'
import { toUnits } from './decimal.ts'

type Node = Extract<VariantValuesQuery['nodes'][number], { id: string }>

export function isVariant(node: VariantValuesQuery['nodes'][number]): node is Node {
  return node !== null && 'id' in node
}

/** Whether a variant has the values that are wanted of it. Weights are not compared: the shop keeps its own unit. */
export function holdsVariant(wanted: Payload<'variant.save'>, held: Node | undefined): ReadBack {
  if (!held) return { isAsWanted: false, actual: null }
  const actual = {
    sku: held.sku,
    barcode: held.barcode,
    price: held.price,
    compare_at_price: held.compareAtPrice,
    cost: held.inventoryItem.unitCost?.amount ?? null,
  }
  const isAsWanted =
    isSame(wanted.sku, actual.sku) &&
    isSame(wanted.barcode, actual.barcode) &&
    isSame(plain(wanted.price), plain(actual.price)) &&
    isSame(plain(wanted.compare_at_price), plain(actual.compare_at_price)) &&
    isSame(plain(wanted.cost), plain(actual.cost))
  return { isAsWanted, actual }
}

function isSame(wanted: unknown, actual: unknown): boolean {
  return wanted === undefined || wanted === actual
}

function plain(amount: string | null | undefined): bigint | null | undefined {
  return amount == null ? amount : toUnits(amount)
}
