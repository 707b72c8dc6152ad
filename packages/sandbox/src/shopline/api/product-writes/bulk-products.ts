import { headOf, type VariantGroup } from '../../variant-groups.ts'
import { ids } from '../../world-ids.ts'
import { ok } from '../answers.ts'
import type { Answer, ApiCall, ApiShop } from '../open-api-types.ts'
import { findProduct } from '../products.ts'
import { listOf } from '../select.ts'
import { type ProductWrite, unprocessable } from './product-write.ts'
import { worldStatuses } from './read-product.ts'

const PRODUCTS_MAX = 100

/** Up to 100 products; errors of one do not stop the others. */
export function changeStatuses(call: ApiCall, shop: ApiShop): Answer {
  return inBulk(rowsIn(call), shop, (group, status) => {
    const wanted = worldStatuses[status]
    if (!wanted) return 'status is invalid'
    for (const { id } of group.members) shop.world.updateProduct(id, { status: wanted })
    return undefined
  })
}

/** The same in the retail store. */
export function changeRetailStatuses(call: ApiCall, shop: ApiShop): Answer {
  return inBulk(rowsIn(call), shop, (group, status) => {
    if (status !== 'active' && status !== 'draft') return 'status is invalid'
    shop.state.products.change(group.number, { retailStatus: status })
    shop.world.updateProduct(headOf(group).id, {})
    return undefined
  })
}

export function deleteProducts({ query }: ApiCall, shop: ApiShop): Answer {
  const rows = listOf(query, 'ids').map((id) => ({ id, status: '' }))
  return inBulk(rows, shop, (group) => void removeProduct(group, shop))
}

export function deleteProduct({ group, shop }: ProductWrite): Answer {
  removeProduct(group, shop)
  return ok({ result: 'success' })
}

function removeProduct({ members }: VariantGroup, { world }: ApiShop): void {
  for (const { id } of members.toReversed()) world.deleteProduct(id)
}

interface Row {
  id: string
  status: string
}

function rowsIn({ body }: ApiCall): Row[] {
  const rows: unknown[] = Array.isArray(body.products) ? body.products : []
  return rows.map((row) => {
    const { id, status } = row as Record<string, unknown>
    return { id: String(id), status: String(status) }
  })
}

type Change = (group: VariantGroup, status: string) => string | undefined

function inBulk(rows: readonly Row[], shop: ApiShop, change: Change): Answer {
  if (rows.length === 0 || rows.length > PRODUCTS_MAX) return unprocessable(`1 to ${PRODUCTS_MAX} products are allowed`)
  const results = rows.map(({ id, status }) => {
    const group = findProduct(shop, id)
    return { id, message: group ? change(group, status) : 'Product not found', number: group?.number }
  })
  const done = results.filter(({ message }) => message === undefined)
  const errors = results.flatMap(({ id, message }) => (message === undefined ? [] : [{ id, message }]))
  return ok({ updated_product_ids: done.map(({ number = 0 }) => ids.product(number)), errors })
}
