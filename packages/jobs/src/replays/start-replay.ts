import type { ReplaySelection } from '@shopmirror/db'
import { type OutboxDeps, withOutbox } from '../queue/with-outbox.ts'
import type { Rehearsal } from './rehearse.ts'
import { runReplay } from './run-replay.ts'

/** The sweep enqueues the jobs of further shops within half a minute, so that the request does not wait for them. */
const JOBS_AT_ONCE = 200

interface StartedReplay extends ReplaySelection {
  /** Id of the API key or person. */
  requestedBy: string
  rehearsal: Rehearsal
}

/** Stores a replay with jobs for its shops. Returns its id. */
export function startReplay({ rehearsal, ...replay }: StartedReplay, deps: OutboxDeps): Promise<string> {
  const { deliveries, objects, calls, shops } = rehearsal
  return withOutbox(deps, async (tx, enqueue) => {
    const replayId = await tx.replays.create({ ...replay, deliveries, objects, calls, shops })
    for (const { shopId } of shops.slice(0, JOBS_AT_ONCE)) await enqueue(runReplay, { replayId, shopId })
    return replayId
  })
}
