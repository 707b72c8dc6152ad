import type { Change, KindWrites, ReadBack, WriteCapability } from '../../contract/writes.ts'
import { compareFirst } from '../../write/compare-first.ts'
import { decimal, unwrap } from '../api/wire.ts'
import { readBatch } from '../read/batch.ts'
import { type WriteContext, writeBatch } from './write-batch.ts'

type StockChange = Change<'inventory.set'>

/** Absolute, per warehouse; the platform compares nothing. https://doc.shoprenter.hu/api/product_extend.html */
export const stockCapability: WriteCapability<'inventory.set'> = {
  class: 'repeatable',
  changesPerCall: 200,
  cost: { unit: 'requests', perCall: 1 },
  // Batches must not run side by side.
  callsAtOnce: 1,
  fields: ['quantity', 'location', 'expected'],
  // Whether a shop takes less than nothing is not documented.
  quantity: { min: 0, max: 1_000_000_000 },
  scopes: ['product.product:write'],
  compare: 'read_before',
  locations: ['1', '2', '3', '4'],
}

/** Stock of a product, which on this platform is its own variant. */
export function createStockWrites(context: WriteContext): KindWrites<'inventory.set'> {
  const readBack = (changes: readonly StockChange[]) => readStocks(changes, context)
  return {
    readBack,
    objectOf: ({ target }) => ({ resource: 'products', externalId: target.variantId }),
    send: ({ changes }) =>
      compareFirst(changes, { readBack, write: (rest) => writeBatch(context, rest.map(toRequest)) }),
  }
}

function toRequest({ target, payload }: StockChange) {
  return {
    method: 'PUT' as const,
    path: `productExtend/${encodeURIComponent(target.variantId)}`,
    data: { [`stock${target.locationId}`]: payload.quantity },
  }
}

async function readStocks(changes: readonly StockChange[], { api, batchCost }: WriteContext): Promise<ReadBack[]> {
  const reads = changes.map(({ target }) => ({ path: `products/${encodeURIComponent(target.variantId)}` }))
  const bodies = await readBatch(api, reads, batchCost)
  return changes.map(({ target, payload }, index) => {
    const stock = decimal(unwrap(bodies[index] ?? null)[`stock${target.locationId}`])
    const actual = stock === null ? null : Number(stock)
    return { isAsWanted: actual === payload.quantity, actual }
  })
}
