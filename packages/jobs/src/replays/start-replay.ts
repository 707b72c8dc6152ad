import type { ReplaySelection } from '@shopmirror/db'
import { type OutboxDeps, withOutbox } from '../queue/with-outbox.ts'
import type { Rehearsal } from './rehearse.ts'
import { runReplay } from './run-replay.ts'

interface StartedReplay extends ReplaySelection {
  /** Id of the API key or person. */
  requestedBy: string
  rehearsal: Rehearsal
}

/** Stores a replay with a job for each of its shops. Returns its id. */
export function startReplay({ rehearsal, ...replay }: StartedReplay, deps: OutboxDeps): Promise<string> {
  const { deliveries, objects, calls, shops } = rehearsal
  return withOutbox(deps, async (tx, enqueue) => {
    const replayId = await tx.replays.create({ ...replay, deliveries, objects, calls, shops })
    for (const { shopId } of shops) await enqueue(runReplay, { replayId, shopId })
    return replayId
  })
}
