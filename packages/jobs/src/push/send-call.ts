import type { SpanOptions } from '@shopmirror/config'
import type { PushClaim } from '@shopmirror/db'
import { ConnectorError, type PushKind, type WriteOutcome } from '@shopmirror/platforms'
import type { PlannedCall } from './plan-calls.ts'
import { type Sender, writesOf } from './sender.ts'
import { type SentPush, settleCall, settleUnsent } from './settle-call.ts'

/**
 * Marks the pushes of a call, sends it, and records each outcome. Throws when the shop must be waited for. Pushes that
 * failed and are retried may have been carried out before, in part or wholly.
 */
export function sendCall(call: PlannedCall, sender: Sender): Promise<void> {
  const { kind, merged, traceContexts } = call
  const pushes = () => merged.flatMap(({ id, supersedes }) => [...supersedes, id])
  return traceCall(
    'push.send',
    () => ({ kind, of: traceContexts, pushes: pushes() }),
    sender,
    () => claimAndSend(call, sender),
  )
}

/** What is done about a call, in the trace of its push or with links to those of several. */
export function traceCall(
  name: string,
  describe: () => { kind: PushKind; of: readonly (string | null)[]; pushes: readonly string[] },
  { context, open }: Sender,
  work: () => Promise<void>,
): Promise<void> {
  const toSpan = ({ kind, of, pushes }: ReturnType<typeof describe>): SpanOptions => ({
    ...{ role: 'consumer', of },
    attributes: { platform: open.platform.id, shop: open.shop.id, kind, count: pushes.length, pushes },
  })
  return context.tracer.span(name, () => toSpan(describe()), work)
}

async function claimAndSend({ kind, entity, key, merged }: PlannedCall, sender: Sender): Promise<void> {
  const claims: PushClaim[] = merged.map(({ id, supersedes, change }) => ({
    ...{ id, supersedes, attemptKey: key },
    request: { ...change },
  }))
  const { db, tracer } = sender.context
  const marked = await tracer.step(
    'pushes.claim',
    () => ({}),
    () => db.pushes.claim(sender.lease, claims),
  )
  const claimed = new Map(marked.map((push) => [push.id, push]))
  const pushes = merged.flatMap(({ id, change }) => {
    const push = claimed.get(id)
    return push ? { ...push, change } : []
  })
  const sentBefore = pushes.flatMap((push) => push.sentBefore ?? [])
  const isRepeat = sentBefore.length > 0 && sender.open.platform.writes?.[kind]?.class === 'read_back_first'
  const repeat = isRepeat && { firstSentAt: new Date(Math.min(...sentBefore.map(Number))) }
  if (pushes.length > 0) await carryOut({ kind, entity, key, pushes, ...(repeat && { repeat }) }, sender)
}

/** A call whose pushes are marked. Sent again with the same key and the same changes it is the same call. */
export interface MarkedCall {
  kind: PushKind
  entity: string
  key: string
  pushes: readonly SentPush[]
  /** It was sent before, and may have been carried out then. */
  repeat?: { firstSentAt: Date }
}

export async function carryOut({ key, repeat, ...call }: MarkedCall, sender: Sender): Promise<void> {
  const changes = call.pushes.map(({ change }) => change)
  try {
    const outcomes = await writesOf(call.kind, sender).send({ key, changes, ...(repeat && { repeat }) })
    await settleCall({ ...call, outcomes: repeat ? outcomes.map(withDoubt) : outcomes }, sender)
  } catch (error) {
    // Any other error is a bug or a machine failure: the next sender determines the outcome of the call.
    if (!isUnsent(error)) throw error
    await settleUnsent({ ...call, error, isRepeat: repeat !== undefined }, sender)
  }
}

/** That a repeat was not carried out says nothing about the call before it: the same call is sent again. */
function withDoubt(outcome: WriteOutcome): WriteOutcome {
  if (outcome.kind === 'held_back') return { kind: 'unknown', message: 'Another change of the call was refused.' }
  if (outcome.kind !== 'not_done' || outcome.neverDone) return outcome
  return { kind: 'unknown', message: outcome.message }
}

/** Adapters throw these where nothing was carried out; and a stopping worker aborts calls that wait for the rate limit. */
function isUnsent(error: unknown): error is Error {
  return error instanceof ConnectorError || (error instanceof Error && error.name === 'AbortError')
}
