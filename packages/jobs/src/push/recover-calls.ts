import type { OpenPush } from '@shopmirror/db'
import type { Change, PushKind, WriteCapability, WriteOutcome } from '@shopmirror/platforms'
import { ATTEMPTS_MAX } from './conclude-outcome.ts'
import { isPushKind, kindRules } from './kinds.ts'
import { carryOut, traceCall } from './send-call.ts'
import { type Sender, writesOf } from './sender.ts'
import { type SentPush, settleCall } from './settle-call.ts'

/** It says no more than is known: what was carried out may have been changed in the shop before it was read. */
const NOT_SHOWN =
  'The answer was lost, and the shop does not show the change: it was not carried out, or changed since.'

/** Resumes the calls of pushes with an unknown outcome: the process was killed, or the answer was lost. */
export async function recoverCalls(pushes: readonly OpenPush[], sender: Sender, signal: AbortSignal): Promise<void> {
  for (const [key, ofCall] of Map.groupBy(pushes, ({ attemptKey }) => attemptKey ?? '')) {
    signal.throwIfAborted()
    await traceCall(
      'push.recover',
      () => describeCall(ofCall),
      sender,
      () => recoverCall(key, ofCall, sender),
    )
  }
}

function describeCall(pushes: readonly OpenPush[]) {
  const kind = pushes[0]?.kind as PushKind
  return { kind, of: pushes.map(({ traceContext }) => traceContext), pushes: pushes.map(({ id }) => id) }
}

async function recoverCall(key: string, pushes: readonly OpenPush[], sender: Sender): Promise<void> {
  const [first] = pushes
  if (!first || !isPushKind(first.kind)) return
  const { kind, entity } = first
  const now = sender.context.now()
  const firstSentAt = first.firstSentAt ?? now
  const capability = sender.open.platform.writes?.[kind] as WriteCapability | undefined
  const mayRepeat = capability !== undefined && isRepeatable(capability, first, now)
  if (!mayRepeat || first.attempts >= ATTEMPTS_MAX)
    return readBack({ kind, entity, pushes: pushes.map(toSent), firstSentAt }, sender)
  const attempts = await sender.context.db.pushes.countAttempt(sender.lease, key)
  const sent = pushes.map((push) => ({ ...toSent(push), attempts }))
  await carryOut({ kind, entity, key, pushes: sent, repeat: { firstSentAt } }, sender)
}

function isRepeatable(
  { class: writeClass, keyLifeMs = 0 }: WriteCapability,
  { attemptAt }: OpenPush,
  now: Date,
): boolean {
  if (writeClass !== 'repeatable_with_key') return true
  return attemptAt !== null && now.getTime() - attemptAt.getTime() < keyLifeMs
}

function toSent({ id, attempts, attemptRequest }: OpenPush): SentPush {
  return { id, attempts, change: attemptRequest as unknown as Change }
}

interface MarkedPushes {
  kind: PushKind
  entity: string
  pushes: readonly SentPush[]
  firstSentAt: Date
}

/** The value in the shop decides. A push that was not carried out is sent again with a new key. */
async function readBack({ kind, entity, pushes, firstSentAt }: MarkedPushes, sender: Sender): Promise<void> {
  const changes = pushes.map(({ change }) => change)
  const states = await writesOf(kind, sender).readBack(changes, firstSentAt)
  const outcomes = pushes.map(({ change }, index): WriteOutcome => {
    const state = states[index]
    if (!state) return { kind: 'unknown', message: 'The shop did not show the object.' }
    const judged = kindRules[kind].judge(change, state)
    if (judged === 'conflict') return { kind: 'conflict', actual: state.actual }
    if (judged === 'undecided') return { kind: 'conflict', actual: state.actual, isUndecided: true }
    const { id } = state
    if (judged === 'not_done')
      return { kind: 'not_done', message: NOT_SHOWN, ...(id !== undefined && { createdId: id }) }
    return { kind: 'done', ...(id !== undefined && { id }) }
  })
  await settleCall({ kind, entity, pushes, outcomes }, sender)
}
