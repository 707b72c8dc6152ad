import type { Product } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { graphqlError } from '../graphql/graphql-error.ts'
import type { CallContext } from '../graphql/resolvers.ts'
import { timeOf, worldIdIn } from '../nodes/gid.ts'
import type { Subject } from '../nodes/node.ts'
import type { IdempotencyKeys } from './idempotency.ts'

type Body = Record<string, unknown>

interface UserError {
  code: string
  field: string[] | null
  message: string
}

interface Row {
  inventoryItemId: string
  locationId: string
  quantity?: number
  delta?: number
  changeFromQuantity?: number | null
}

/** What the two mutations differ in. */
interface Rules {
  /** The list of rows, what one is called, and its number. */
  list: 'quantities' | 'changes'
  rowType: string
  field: 'quantity' | 'delta'
  invalidName: { code: string; message: string }
  /** Smallest quantity, by name. */
  lowest: Readonly<Record<string, number>>
}

interface Deps {
  world: WorldShop
  keys: IdempotencyKeys<Body>
}

const QUANTITY_MAX = 1_000_000_000
const set: Rules = {
  list: 'quantities',
  rowType: 'InventoryQuantityInput',
  field: 'quantity',
  invalidName: { code: 'INVALID_NAME', message: "The quantity name must be either 'available' or 'on_hand'." },
  lowest: { available: -QUANTITY_MAX, on_hand: 0 },
}
/** The world knows what is available, and no other state. */
const adjust: Rules = {
  list: 'changes',
  rowType: 'InventoryChangeInput',
  field: 'delta',
  invalidName: { code: 'INVALID_QUANTITY_NAME', message: 'The specified quantity name is invalid.' },
  lowest: { available: -QUANTITY_MAX },
}
const REASONS = new Set([
  ...['correction', 'cycle_count_available', 'damaged', 'movement_canceled', 'movement_created', 'movement_received'],
  ...['movement_updated', 'other', 'promotion', 'quality_control', 'received', 'reservation_created'],
  ...['reservation_deleted', 'reservation_updated', 'restock', 'safety_stock', 'shrinkage'],
])

/**
 * https://shopify.dev/docs/api/admin-graphql/latest/mutations/inventorySetQuantities and
 * https://shopify.dev/docs/api/admin-graphql/latest/mutations/inventoryAdjustQuantities
 */
export function setInventorySubject(deps: Deps): Subject {
  return {
    find: {},
    resolvers: {
      Mutation: {
        inventorySetQuantities: (_source, { input }, context) =>
          change(input as Body, context, { ...deps, rules: set }),
        inventoryAdjustQuantities: (_source, { input }, context) =>
          change(input as Body, context, { ...deps, rules: adjust }),
      },
    },
  }
}

function change(input: Body, context: CallContext, { world, keys, rules }: Deps & { rules: Rules }): Body {
  const key = requireKey(context)
  const rows = input[rules.list] as Row[]
  if (rows.some((row) => row.changeFromQuantity === undefined))
    throw graphqlError(
      `${rules.rowType} must include the following argument: changeFromQuantity.`,
      'INVALID_FIELD_ARGUMENTS',
    )
  const verdict = keys.check(key, input)
  if (verdict.kind === 'known') return verdict.result
  if (verdict.kind === 'refused') return refused([{ code: verdict.code, field: null, message: verdict.message }])
  const errors = problemsIn(input, rows, { world, rules })
  // A request that is refused does not use its key up.
  if (errors.length > 0) return refused(errors)
  const result = carryOut(input, rows, world)
  keys.remember(key, input, result)
  return result
}

export function requireKey({ idempotencyKey: key }: CallContext): string {
  if (key === undefined)
    throw graphqlError('The @idempotent directive is required for this mutation but was not provided.', 'BAD_REQUEST')
  if (key.trim() === '')
    throw graphqlError('The idempotency key cannot be an empty string or whitespace.', 'BAD_REQUEST')
  return key
}

function refused(userErrors: UserError[]): Body {
  return { inventoryAdjustmentGroup: null, userErrors }
}

function problemsIn(
  input: Body,
  rows: readonly Row[],
  { world, rules }: { world: WorldShop; rules: Rules },
): UserError[] {
  const name = String(input.name)
  const { code, message } = rules.invalidName
  if (!(name in rules.lowest)) return [at(['name'], code, message)]
  if (!REASONS.has(String(input.reason))) return [at(['reason'], 'INVALID_REASON', 'The specified reason is invalid.')]
  const pairs = rows.map(({ inventoryItemId, locationId }) => `${inventoryItemId} ${locationId}`)
  return rows.flatMap((row, index) => {
    const isRepeated = pairs.indexOf(pairs[index] ?? '') !== index
    const problem = problemOf(row, { name, world, rules, isRepeated })
    return problem ? at([rules.list, String(index), problem.field], problem.code, problem.message) : []
  })
}

function at(path: string[], code: string, message: string): UserError {
  return { code, message, field: ['input', ...path] }
}

interface RowContext {
  name: string
  world: WorldShop
  rules: Rules
  isRepeated: boolean
}

function problemOf(row: Row, { name, world, rules: { field, lowest }, isRepeated }: RowContext) {
  const product = productOf(row, world)
  const place = placeOf(row, world)
  if (!product)
    return problem('inventoryItemId', 'INVALID_INVENTORY_ITEM', 'The specified inventory item could not be found.')
  if (place === null) return problem('locationId', 'INVALID_LOCATION', 'The specified location could not be found.')
  if (isRepeated)
    return problem(
      'locationId',
      'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR',
      'The combination of inventoryItemId and locationId must be unique.',
    )
  const persisted = product.stocks[place - 1] ?? 0
  const wanted = wantedOf(row, persisted)
  if (wanted > QUANTITY_MAX)
    return problem(field, 'INVALID_QUANTITY_TOO_HIGH', `The quantity can't be higher than ${QUANTITY_MAX}.`)
  if (wanted < (lowest[name] ?? 0))
    return name === 'on_hand'
      ? problem(field, 'INVALID_QUANTITY_NEGATIVE', "The quantity can't be negative.")
      : problem(field, 'INVALID_QUANTITY_TOO_LOW', `The quantity can't be lower than -${QUANTITY_MAX}.`)
  if (row.changeFromQuantity !== null && row.changeFromQuantity !== persisted)
    return problem(
      'changeFromQuantity',
      'CHANGE_FROM_QUANTITY_STALE',
      'The changeFromQuantity value does not match the persisted value.',
    )
  return null
}

function wantedOf({ quantity, delta = 0 }: Row, persisted: number): number {
  return quantity ?? persisted + delta
}

function problem(field: string, code: string, message: string) {
  return { field, code, message }
}

function productOf({ inventoryItemId }: Row, world: WorldShop): Product | null {
  const id = worldIdIn(inventoryItemId, 'InventoryItem')
  return id === null ? null : world.products.get(id)
}

function placeOf({ locationId }: Row, { stockCount }: WorldShop): number | null {
  const place = worldIdIn(locationId, 'Location')
  return place !== null && place >= 1 && place <= stockCount ? place : null
}

let groups = 0

function carryOut(input: Body, rows: readonly Row[], world: WorldShop): Body {
  const changes = rows.flatMap((row) => {
    const product = productOf(row, world)
    const place = placeOf(row, world)
    if (!product || place === null) return []
    const persisted = product.stocks[place - 1] ?? 0
    const wanted = wantedOf(row, persisted)
    const delta = wanted - persisted
    const stocks = product.stocks.with(place - 1, wanted) as Product['stocks']
    if (delta !== 0) world.updateProduct(product.id, { stocks })
    return ['available', 'on_hand'].map((name) => ({ name, delta, quantityAfterChange: null, ledgerDocumentUri: null }))
  })
  groups += 1
  const group = {
    ...{ __typename: 'InventoryAdjustmentGroup', id: `gid://shopify/InventoryAdjustmentGroup/${groups}` },
    ...{ createdAt: timeOf(world.now()), reason: input.reason, changes },
    referenceDocumentUri: input.referenceDocumentUri ?? null,
  }
  return { inventoryAdjustmentGroup: group, userErrors: [] }
}
