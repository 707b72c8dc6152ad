import { type Refusal, refusalOf } from './refusal.ts'

/** The results of the parts that succeeded, and the items that Postgres refused. */
export interface Isolated<Item, Result> {
  results: Result[]
  /** Items that Postgres refuses even alone. */
  refused: { item: Item; refusal: Refusal }[]
}

/**
 * Calls `work` with all items. If Postgres refuses the data, the items are halved until the refused ones are alone: one
 * bad item among n costs about 2 log₂ n statements, and nothing without one. `work` must have no effect when it throws,
 * or be safe to repeat. Other errors are thrown.
 */
export async function isolateRefused<Item, Result>(
  items: readonly Item[],
  work: (items: readonly Item[]) => Promise<Result>,
): Promise<Isolated<Item, Result>> {
  const [first] = items
  if (first === undefined) return { results: [], refused: [] }
  try {
    return { results: [await work(items)], refused: [] }
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    if (items.length === 1) return { results: [], refused: [{ item: first, refusal }] }
    const middle = Math.ceil(items.length / 2)
    const before = await isolateRefused(items.slice(0, middle), work)
    const after = await isolateRefused(items.slice(middle), work)
    return { results: [...before.results, ...after.results], refused: [...before.refused, ...after.refused] }
  }
}
