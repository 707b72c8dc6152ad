import type { Change, KindWrites, ReadBack, WriteCapability, WriteOutcome } from '../../contract/writes.ts'
import { compareFirst } from '../../write/compare-first.ts'
import type { Api } from '../api/api.ts'
import { mapStocks } from '../map/map-stocks.ts'
import { object } from '../map/wire.ts'
import { writeOutcome } from './write-once.ts'

type StockChange = Change<'inventory.set'>

/** Absolute, per variation and warehouse; the platform compares nothing. https://open-api.docs.shoplineapp.com/docs/update-stock */
export const stockCapability: WriteCapability<'inventory.set'> = {
  class: 'repeatable',
  // Rows and limits of the bulk endpoint are not documented.
  changesPerCall: 1,
  cost: { unit: 'requests', perCall: 1 },
  fields: ['quantity', 'location', 'expected'],
  quantity: { min: -9_999_999, max: 9_999_999 },
  scopes: ['products'],
  compare: 'read_before',
}

export function createStockWrites(api: Api): KindWrites<'inventory.set'> {
  const readBack = (changes: readonly StockChange[]) => readStocks(changes, api)
  return {
    readBack,
    objectOf: (change) => ({ resource: 'inventory', externalId: levelIdOf(change) }),
    send: ({ changes }) => compareFirst(changes, { readBack, write: (rest) => writeEach(rest, api) }),
  }
}

const levelIdOf = ({ target }: StockChange) => `${target.productId}-${target.variantId}-${target.locationId}`
const pathOf = ({ target }: StockChange) => `products/${encodeURIComponent(target.productId)}/stocks`

async function writeEach(changes: readonly StockChange[], api: Api): Promise<WriteOutcome[]> {
  const outcomes: WriteOutcome[] = []
  for (const change of changes) outcomes.push(await writeOne(change, api))
  return outcomes
}

/** `is_replace` is always said: without it the platform would add. */
function writeOne(change: StockChange, api: Api): Promise<WriteOutcome> {
  const { target, payload } = change
  const body = {
    warehouse_id: target.locationId,
    quantity: payload.quantity,
    is_replace: true,
    // A product without variations is its own variant.
    ...(target.variantId !== target.productId && { variation_id: target.variantId }),
  }
  return writeOutcome(api, pathOf(change), { method: 'PUT', body })
}

async function readStocks(changes: readonly StockChange[], api: Api): Promise<ReadBack[]> {
  const states: ReadBack[] = []
  for (const change of changes) {
    const { status, value } = await api.request(pathOf(change))
    const levels = status < 300 ? mapStocks(object(value)) : []
    const available = levels.find(({ externalId }) => externalId === levelIdOf(change))?.fields.available ?? null
    const actual = available === null ? null : Number(available)
    states.push({ isAsWanted: actual === change.payload.quantity, actual })
  }
  return states
}
