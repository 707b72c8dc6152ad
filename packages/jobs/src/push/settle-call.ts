import type { Conclusion } from '@shopmirror/db'
import { type Change, type ObjectTarget, PermanentError, type PushKind, type WriteOutcome } from '@shopmirror/platforms'
import { concludeOutcome } from './conclude-outcome.ts'
import { countFailures, pushAlertOf } from './count-failures.ts'
import { pushSettingsOf } from './push-settings.ts'
import { type Sender, writesOf } from './sender.ts'

/** How soon a push with a missing scope is tried again, ms: it may have been approved. */
const MISSING_SCOPE_MS = 3_600_000

/** A push whose call is under way. */
export interface SentPush {
  id: string
  /** This one included. */
  attempts: number
  change: Change
}

interface Answered {
  kind: PushKind
  entity: string
  pushes: readonly SentPush[]
  outcomes: readonly WriteOutcome[]
}

/** Records outcomes, and lets the mirror read again what was or may have been changed. */
export async function settleCall(answered: Answered, sender: Sender): Promise<void> {
  const { kind, entity, pushes, outcomes } = answered
  const { open, context, lease } = sender
  const settings = pushSettingsOf(sender.settings, entity)
  const now = context.now()
  const conclusions = pushes.map((push, index) =>
    concludeOutcome(push, outcomes[index] ?? { kind: 'unknown', message: 'The answer does not mention it.' }, {
      settings,
      now,
    }),
  )
  const alert = pushAlertOf(kind)
  const [{ hasDue, hasAlert }] = await context.tracer.step(
    'pushes.conclude',
    () => ({ attributes: { outcome: [...new Set(conclusions.map(({ status }) => status))].join(',') } }),
    () =>
      context.db.transaction((tx) =>
        Promise.all([
          tx.pushes.conclude(lease, conclusions, alert),
          tx.objectLinks.add(open.shop.id, createdLinks(answered)),
          tx.refetches.add(touchedObjects(answered, sender)),
        ]),
      ),
  )
  if (hasDue) sender.lookAgain()
  if (conclusions.some(({ status }) => status === 'completed')) sender.progressed()
  report(kind, conclusions, sender)
  await countFailures({ alert, conclusions, hasAlert }, sender)
}

/** One log line per call; the ids of its pushes lead to everything else. */
function report(kind: PushKind, conclusions: readonly Conclusion[], { open, context }: Sender): void {
  for (const { status } of conclusions) context.metrics.pushes(open.platform.id, kind, status)
  const counts = Object.fromEntries(
    [...Map.groupBy(conclusions, ({ status }) => status)].map(([status, of]) => [status, of.length]),
  )
  context.log.info({ shop: open.shop.id, platform: open.platform.id, kind, ...counts }, 'push.sent')
}

function touchedObjects({ kind, pushes, outcomes }: Answered, sender: Sender) {
  const writes = writesOf(kind, sender)
  const objects = pushes.flatMap(({ id: pushId, change }, index) => {
    const outcome = outcomes[index]
    const id = outcome && createdId(outcome)
    if (outcome?.kind === 'done' || id !== undefined) return { ...writes.objectOf(change, id), pushId }
    return outcome?.kind === 'conflict' ? { ...writes.objectOf(change), pushId } : []
  })
  const byObject = Map.groupBy(objects, ({ resource, externalId }) => `${resource}/${externalId}`).values()
  return [...byObject].flatMap((same) =>
    same.slice(0, 1).map(({ pushId: _, ...object }) => ({
      ...{ shopId: sender.open.shop.id, ...object },
      causes: [...new Set(same.map(({ pushId }) => pushId))],
    })),
  )
}

/** What was created, completely or not. */
function createdId(outcome: WriteOutcome): string | undefined {
  if (outcome.kind === 'done') return outcome.id
  return 'createdId' in outcome ? outcome.createdId : undefined
}

/** What was created and has an id of the caller's: no later push may create it once more. */
function createdLinks({ entity, pushes, outcomes }: Answered) {
  return pushes.flatMap(({ id: pushId, change }, index) => {
    const outcome = outcomes[index]
    const { ownId = null } = change.target as Partial<ObjectTarget>
    const externalId = outcome && createdId(outcome)
    return externalId === undefined || ownId === null ? [] : { entity, ownId, externalId, pushId }
  })
}

interface Unsent {
  kind: PushKind
  pushes: readonly SentPush[]
  error: Error
  /** Not carried out now; the same call may have been before. */
  isRepeat: boolean
}

/**
 * Nothing was carried out. A missing scope holds the pushes, a permanent refusal fails them, otherwise they wait with their
 * shop. Those of a repeat keep their call.
 */
export async function settleUnsent({ kind, pushes, error, isRepeat }: Unsent, sender: Sender): Promise<void> {
  const { context, lease, open } = sender
  const describe = conclusionFor(error, { now: context.now(), isRepeat })
  const alert = pushAlertOf(kind)
  const conclusions = pushes.map(({ id }) => ({ id, ...describe }))
  const { hasDue, hasAlert } = await context.db.pushes.conclude(lease, conclusions, alert)
  if (hasDue) sender.lookAgain()
  if (!(error instanceof PermanentError)) throw error
  if (error.missingScope) await context.db.shops.markMissingScope(open.shop.id, error.missingScope)
  await countFailures({ alert, conclusions, hasAlert }, sender)
}

function conclusionFor(error: Error, { now, isRepeat }: { now: Date; isRepeat: boolean }): Omit<Conclusion, 'id'> {
  const { message } = error
  const open = { status: isRepeat ? 'processing' : 'pending', error: message, isUncounted: true } as const
  if (!(error instanceof PermanentError)) return open
  if (!error.missingScope) return { status: 'failed', errorCode: 'refused', error: message }
  const dueAt = new Date(now.getTime() + MISSING_SCOPE_MS)
  if (isRepeat) return { ...open, dueAt }
  return {
    status: 'held',
    holdReason: 'missing_scope',
    errorCode: 'missing_scope',
    error: message,
    dueAt,
    isUncounted: true,
  }
}
