import type { Change, KindWrites, WriteCall, WriteOutcome } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import type { AdjustInventoryMutation, SetInventoryMutation } from '../api/graphql/documents.ts'
import { readLevelsById } from '../read/inventory.ts'

export type StockKind = 'inventory.set' | 'inventory.adjust'
type StockChange = Change<StockKind>
type UserError =
  | NonNullable<SetInventoryMutation['inventorySetQuantities']>['userErrors'][number]
  | NonNullable<AdjustInventoryMutation['inventoryAdjustQuantities']>['userErrors'][number]

/** Rows that no error names were held back by those that one does. */
export async function toOutcomes<Kind extends StockKind>(
  { changes }: WriteCall<Kind>,
  errors: readonly UserError[],
  readBack: KindWrites<Kind>['readBack'],
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
  return (list === 'quantities' || list === 'changes') && row !== undefined && /^\d+$/.test(row) ? Number(row) : null
}

function outcomeOfCall({ code, message }: UserError): WriteOutcome {
  switch (code) {
    case 'IDEMPOTENCY_CONCURRENT_REQUEST':
    case 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH':
      return { kind: 'unknown', message }
    case 'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED':
    case 'ADJUST_QUANTITIES_FAILED':
    case 'SERVICE_UNAVAILABLE':
      return { kind: 'not_done', message, neverDone: true }
    default:
      return { kind: 'refused', code: code ?? 'refused', message }
  }
}

/** Units available; `null`: the variant has no stock there. */
export async function readAvailable(
  changes: readonly StockChange[],
  context: ClientContext,
): Promise<(number | null)[]> {
  const ids = changes.map(({ target }) => levelOf(target))
  const { rows } = await readLevelsById(context, [...new Set(ids)])
  const levels = new Map((rows.rows.inventory_levels ?? []).map(({ externalId, fields }) => [externalId, fields]))
  return ids.map((id) => {
    const available = levels.get(id)?.available ?? null
    return available === null ? null : Number(available)
  })
}

export function levelOf({ inventoryItemId, locationId }: StockChange['target']): string {
  return `${inventoryItemId}-${locationId}`
}
