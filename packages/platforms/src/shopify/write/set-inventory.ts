import type { Change, KindWrites, WriteCall, WriteCapability, WriteOutcome } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { gidOf } from '../api/gid.ts'
import { type SetInventoryMutation, setInventory } from '../api/graphql/documents.ts'
import { readLevelsById } from '../read/inventory.ts'

type StockChange = Change<'inventory.set'>
type UserError = NonNullable<SetInventoryMutation['inventorySetQuantities']>['userErrors'][number]

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/inventorySetQuantities */
export const inventoryCapability: WriteCapability<'inventory.set'> = {
  class: 'repeatable_with_key',
  changesPerCall: 250,
  fields: ['quantity', 'location', 'expected'],
  quantity: { min: -1_000_000_000, max: 1_000_000_000 },
  scopes: ['write_inventory'],
  compare: 'atomic',
  // The platform is said to remember keys for 24 hours; some are left for clocks and queues.
  keyLifeMs: 20 * 3_600_000,
}

/** Sets `available`; the platform moves what is on hand along. One refused row refuses the whole call. */
export function createInventoryWrites(context: ClientContext): KindWrites<'inventory.set'> {
  const readBack = (changes: readonly StockChange[]) => readQuantities(changes, context)
  return {
    readBack,
    objectOf: ({ target }) => ({ resource: 'inventory', externalId: `${target.inventoryItemId}-${target.locationId}` }),
    async send(call) {
      const answer = await context.api.mutate(setInventory, { input: inputOf(call), key: call.key })
      if (answer.kind === 'unknown') return call.changes.map(() => answer)
      const errors = answer.value.inventorySetQuantities?.userErrors ?? []
      return errors.length === 0 ? call.changes.map(() => ({ kind: 'done' })) : toOutcomes(call, errors, readBack)
    },
  }
}

function inputOf({ key, changes }: WriteCall<'inventory.set'>) {
  return {
    name: 'available',
    reason: 'correction',
    // Shown in the stock history of the shop's admin.
    referenceDocumentUri: `gid://shopmirror/Push/${key}`,
    quantities: changes.map(({ target, payload }) => ({
      inventoryItemId: gidOf('InventoryItem', target.inventoryItemId ?? ''),
      locationId: gidOf('Location', target.locationId),
      quantity: payload.quantity,
      // Has to be there: `null` compares nothing.
      changeFromQuantity: payload.expected ?? null,
    })),
  }
}

/** Rows that no error names were held back by those that one does. */
async function toOutcomes(
  { changes }: WriteCall<'inventory.set'>,
  errors: readonly UserError[],
  readBack: KindWrites<'inventory.set'>['readBack'],
): Promise<WriteOutcome[]> {
  const ofCall = errors.find((error) => rowOf(error) === null)
  if (ofCall) return changes.map(() => outcomeOfCall(ofCall))
  const byRow = new Map(errors.map((error) => [rowOf(error), error]))
  const stale = changes.filter((_change, row) => byRow.get(row)?.code === 'CHANGE_FROM_QUANTITY_STALE')
  const states = new Map((await readBack(stale)).map((state, index) => [stale[index], state]))
  return changes.map((change, row): WriteOutcome => {
    const error = byRow.get(row)
    const state = states.get(change)
    if (!error) return { kind: 'held_back' }
    // Already as wanted: an earlier attempt did it, or somebody else.
    if (state) return state.isAsWanted ? { kind: 'done' } : { kind: 'conflict', actual: state.actual }
    return { kind: 'refused', code: error.code ?? 'refused', message: error.message }
  })
}

/** Index of the row that an error is about: `["input","quantities","3",…]`. */
function rowOf({ field }: UserError): number | null {
  const [, list, row] = field ?? []
  return list === 'quantities' && row !== undefined && /^\d+$/.test(row) ? Number(row) : null
}

function outcomeOfCall({ code, message }: UserError): WriteOutcome {
  switch (code) {
    case 'IDEMPOTENCY_CONCURRENT_REQUEST':
    case 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH':
      return { kind: 'unknown', message }
    case 'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED':
      return { kind: 'not_done', message, neverDone: true }
    default:
      return { kind: 'refused', code: code ?? 'refused', message }
  }
}

async function readQuantities(changes: readonly StockChange[], context: ClientContext) {
  const ids = changes.map(({ target }) => `${target.inventoryItemId}-${target.locationId}`)
  const { rows } = await readLevelsById(context, [...new Set(ids)])
  const levels = new Map((rows.rows.inventory_levels ?? []).map(({ externalId, fields }) => [externalId, fields]))
  return changes.map(({ payload }, index) => {
    const available = levels.get(ids[index] ?? '')?.available ?? null
    const actual = available === null ? null : Number(available)
    return { isAsWanted: actual === payload.quantity, actual }
  })
}
