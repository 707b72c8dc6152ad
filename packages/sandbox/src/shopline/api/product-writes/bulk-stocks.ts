import { type VariantGroup, variantGroupsOf } from '../../variant-groups.ts'
import { ids, numberOf } from '../../world-ids.ts'
import { ok } from '../answers.ts'
import type { Answer, ApiCall, ApiShop } from '../open-api-types.ts'
import { findProduct } from '../products.ts'
import { changeStock } from '../stock-moves.ts'
import { placeIn } from './places.ts'
import { unprocessable } from './product-write.ts'
import { isQuantity } from './quantities.ts'

type Row = Record<string, unknown>

/** Rows that are wrong are errors; the others are carried out. The keys of a row are not documented: see the quirk `bulkStockKeys`. */
export function changeStocksInBulk({ body }: ApiCall, shop: ApiShop): Answer {
  const { bulk_data: rows, is_replace: isReplace } = body
  if (!Array.isArray(rows) || typeof isReplace !== 'boolean') return unprocessable('bulk_data or is_replace is missing')
  if (rows.length > shop.quirks.bulkRowsMax) return unprocessable(`bulk_data has more than ${shop.quirks.bulkRowsMax}`)
  const errors = rows.flatMap((row: Row) => {
    const message = changeRow(toNamed(row, shop), isReplace, shop)
    return message ? [{ ...row, message }] : []
  })
  return ok({ errors })
}

function changeRow(row: Row, isReplace: boolean, shop: ApiShop): string | undefined {
  const group = findProduct(shop, String(row.product_id))
  if (!group) return 'product_id is invalid'
  const place = placeIn(row, group, shop)
  if (typeof place === 'string') return place
  const { quantity } = row
  if (!isQuantity(quantity)) return 'quantity is invalid'
  const change = (level: number) => (isReplace ? quantity : level + quantity)
  changeStock(shop.world, place.member, { place: place.warehouse - 1, change })
  return undefined
}

/** A row whose `id` is that of a variation, or of a product without them. */
function toNamed(row: Row, { quirks, world }: ApiShop): Row {
  if (quirks.bulkStockKeys === 'named') return row
  const variation = numberOf('variation', String(row.id))
  if (variation === undefined) return { ...row, product_id: row.id }
  const isWanted = ({ members, isRemoved }: VariantGroup) => !isRemoved && members.some(({ id }) => id === variation)
  const group = [...variantGroupsOf(world).all().values()].find(isWanted)
  return { ...row, product_id: ids.product(group?.number ?? 0), variation_id: row.id }
}
