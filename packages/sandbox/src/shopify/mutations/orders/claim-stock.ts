import type { Product } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import { problem, type UserError } from '../user-error.ts'
import { productOf } from './new-lines.ts'
import type { LineInput } from './order-input.ts'

/** What of each product is bought, products of which the shop keeps no stock left out. */
function claimsOf(lines: readonly LineInput[], world: WorldShop): Map<number, number> {
  const claims = new Map<number, number>()
  for (const line of lines) {
    const product = productOf(line, world)
    if (product && product.written?.tracked !== false)
      claims.set(product.id, (claims.get(product.id) ?? 0) + line.quantity)
  }
  return claims
}

/** Products that may not be sold beyond their stock, and of which no place has enough. */
export function claimProblems(lines: readonly LineInput[], world: WorldShop): UserError[] {
  const claims = claimsOf(lines, world)
  return lines.flatMap((line, index) => {
    const product = productOf(line, world)
    const wanted = product && claims.get(product.id)
    if (!product || !wanted || product.written?.policy === 'CONTINUE') return []
    if (placeFor(product, wanted, world) !== null) return []
    return [problem(['order', 'lineItems', index], 'Unable to claim inventory', 'INVENTORY_CLAIM_FAILED')]
  })
}

/** Takes what is bought from where there is enough of it, else from the first place, however little is there. */
export function claimStock(lines: readonly LineInput[], world: WorldShop): void {
  for (const [id, quantity] of claimsOf(lines, world)) {
    const product = world.products.get(id)
    if (product) moveStock(product, (placeFor(product, quantity, world) ?? 1) - 1, -quantity, world)
  }
}

/** Changes the stock at a place, counted from 0. */
export function moveStock({ id, stocks }: Product, index: number, delta: number, world: WorldShop): void {
  world.updateProduct(id, { stocks: stocks.with(index, (stocks[index] ?? 0) + delta) as Product['stocks'] })
}

function placeFor({ stocks }: Product, quantity: number, { stockCount }: WorldShop): number | null {
  const index = stocks.slice(0, stockCount).findIndex((stock) => stock >= quantity)
  return index < 0 ? null : index + 1
}
