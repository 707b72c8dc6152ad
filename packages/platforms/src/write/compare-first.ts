import type { Change, ReadBack, WriteOutcome } from '../contract/writes.ts'

type StockChange = Change<'inventory.set'>

interface Steps {
  readBack(changes: readonly StockChange[]): Promise<ReadBack[]>
  /** In the order of the changes. */
  write(changes: readonly StockChange[]): Promise<WriteOutcome[]>
}

/**
 * For platforms that compare nothing themselves: what expects something is read right before the write. A sale between
 * the two is overwritten; nothing that the platform offers prevents that.
 */
export async function compareFirst(
  changes: readonly StockChange[],
  { readBack, write }: Steps,
): Promise<WriteOutcome[]> {
  const expecting = changes.filter(({ payload }) => payload.expected !== undefined)
  const states = expecting.length > 0 ? await readBack(expecting) : []
  const decided = new Map(expecting.map((change, index) => [change, decide(change, states[index])]))
  const rest = changes.filter((change) => !decided.get(change))
  const written = rest.length > 0 ? await write(rest) : []
  const outcomes = new Map(rest.map((change, index) => [change, written[index]]))
  return changes.map(
    (change) => decided.get(change) ?? outcomes.get(change) ?? { kind: 'unknown', message: 'The answer lacks it.' },
  )
}

/** `null`: it is to be written. */
function decide({ payload }: StockChange, state: ReadBack | undefined): WriteOutcome | null {
  if (!state) return { kind: 'not_done', message: 'The shop did not show what it holds.' }
  if (state.isAsWanted) return { kind: 'done' }
  return state.actual === payload.expected ? null : { kind: 'conflict', actual: state.actual }
}
