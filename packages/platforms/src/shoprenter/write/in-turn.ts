/** Outcomes of changes that are carried out one after another, in their order. */
export async function inTurn<Change, Outcome>(
  changes: readonly Change[],
  carryOut: (change: Change) => Promise<Outcome>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const change of changes) outcomes.push(await carryOut(change))
  return outcomes
}
