import type { WorldShop } from '../../world/shop.ts'
import { ids } from '../world-ids.ts'

/** Warehouses have numbers from 1 to the shop's `stockCount`. */
export function warehouseNumbers({ stockCount }: WorldShop): number[] {
  return Array.from({ length: stockCount }, (_, index) => index + 1)
}

export function warehouseDocument(number: number): Record<string, unknown> {
  return { id: ids.warehouse(number), name: `Warehouse ${number}`, status: 'active' }
}
