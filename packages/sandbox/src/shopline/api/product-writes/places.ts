import type { Product } from '../../../world/model.ts'
import { hasVariations, headOf, type VariantGroup } from '../../variant-groups.ts'
import { numberOf } from '../../world-ids.ts'
import type { ApiShop } from '../open-api-types.ts'

interface Place {
  member: Product
  /** From 1. */
  warehouse: number
}

/** The item and warehouse that a stock write names, or what is wrong with them. */
export function placeIn(
  { warehouse_id: warehouseId, variation_id: variationId }: Record<string, unknown>,
  group: VariantGroup,
  { world }: ApiShop,
): Place | string {
  const warehouse = numberOf('warehouse', String(warehouseId))
  if (!warehouse || warehouse > world.stockCount) return 'warehouse_id is not an active warehouse'
  const variation = numberOf('variation', String(variationId ?? ''))
  const member = hasVariations(group) ? group.members.find(({ id }) => id === variation) : headOf(group)
  return member ? { member, warehouse } : 'variation_id is invalid'
}
