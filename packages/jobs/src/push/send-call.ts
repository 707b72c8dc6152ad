import type { PushClaim } from '@shopmirror/db'
import { ConnectorError, type PushKind } from '@shopmirror/platforms'
import type { PlannedCall } from './plan-calls.ts'
import type { Sender } from './sender.ts'
import { type SentPush, settleCall, settleUnsent } from './settle-call.ts'

/** Marks the pushes of a call, sends it, and records each outcome. Throws when the shop must be waited for. */
export async function sendCall({ kind, key, merged }: PlannedCall, sender: Sender): Promise<void> {
  const claims: PushClaim[] = merged.map(({ id, supersedes, change }) => ({
    ...{ id, supersedes, attemptKey: key },
    request: { ...change },
  }))
  const claimed = new Map((await sender.context.db.pushes.claim(sender.lease, claims)).map((push) => [push.id, push]))
  const pushes = merged.flatMap(({ id, change }) => {
    const push = claimed.get(id)
    return push ? { ...push, change } : []
  })
  if (pushes.length > 0) await carryOut({ kind, key, pushes }, sender)
}

/** A call whose pushes are marked. Sent again with the same key and the same changes it is the same call. */
export interface MarkedCall {
  kind: PushKind
  key: string
  pushes: readonly SentPush[]
}

export async function carryOut({ kind, key, pushes }: MarkedCall, sender: Sender): Promise<void> {
  const writes = sender.open.client.writes?.[kind]
  if (!writes) throw new Error(`The client of ${sender.open.platform.id} has no writes for ${kind}.`)
  try {
    const outcomes = await writes.send({ key, changes: pushes.map(({ change }) => change) })
    await settleCall({ kind, pushes, outcomes }, sender)
  } catch (error) {
    // Any other error is a bug or a machine failure: the next sender determines the outcome of the call.
    if (!isUnsent(error)) throw error
    await settleUnsent({ kind, pushes, error }, sender)
  }
}

/** Adapters throw these where nothing was carried out; a stop wakes those that wait for their turn. */
function isUnsent(error: unknown): error is Error {
  return error instanceof ConnectorError || (error instanceof Error && error.name === 'AbortError')
}
