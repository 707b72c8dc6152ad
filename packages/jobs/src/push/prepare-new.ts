import type { Conclusion, OpenPush, PushResolution } from '@shopmirror/db'
import { checkPush, type Platform, type PushFault, type PushKind, type WriteCapability } from '@shopmirror/platforms'
import { findSwitchedOff } from './find-switched-off.ts'
import { holdLoops } from './hold-loops.ts'
import { kindRules } from './kinds.ts'
import { endOfInterval, pushSettingsOf } from './push-settings.ts'
import { faultsOfChange } from './resolve/check-change.ts'
import type { ResolveDeps, Resolved } from './resolve/resolved.ts'
import type { Sender } from './sender.ts'

/**
 * Resolves the objects of new pushes, and holds those that the shop's settings do not let through. Answers how many do
 * not wait for an earlier push.
 */
export async function prepareNew(pushes: readonly OpenPush[], sender: Sender): Promise<number> {
  if (pushes.length === 0) return 0
  const { open, context, lease, settings } = sender
  const { db } = context
  const now = context.now()
  const resolved = await resolveAll(pushes, open.platform, { db, shopId: open.shop.id, now })
  await db.transaction(async (tx) => {
    const found = resolved.filter((each) => each.kind === 'found')
    const off = await findSwitchedOff(found, { db: tx, shopId: open.shop.id })
    const storing = tx.pushes.storeTargets(resolved.flatMap((each) => toResolution(each) ?? []))
    const conclusions = resolved.flatMap((each) => conclude(each, { settings, now, off }) ?? [])
    const byId = new Map(conclusions.map((each) => [each.id, each]))
    const toSend = found.filter(({ push }) => !byId.has(push.id) || byId.get(push.id)?.holdReason === 'interval')
    const [loops] = await Promise.all([holdLoops(toSend, { db: tx, shopId: open.shop.id, now }), storing])
    for (const held of loops) byId.set(held.id, held)
    const { hasDue } = await tx.pushes.conclude(lease, [...byId.values()])
    if (hasDue) sender.lookAgain()
  })
  return resolved.filter(({ kind }) => kind !== 'waiting').length
}

/** Pushes submitted by SQL are unchecked; what HTTP has checked is checked again by the rules of this release. */
async function resolveAll(
  pushes: readonly OpenPush[],
  platform: Platform,
  deps: Omit<ResolveDeps, 'capability'>,
): Promise<Resolved[]> {
  const checked = pushes.map((push) => [push, checkPush(push, platform)] as const)
  const faulty = checked.flatMap(([push, result]) => ('faults' in result ? toRefused(push, result.faults) : []))
  const sound = checked.flatMap(([push, result]) => ('faults' in result ? [] : push))
  const byKind = [...Map.groupBy(sound, ({ kind }) => kind as PushKind)]
  const resolved = await Promise.all(
    byKind.map(async ([kind, ofKind]) => {
      const capability = platform.writes?.[kind] as WriteCapability | undefined
      if (!capability) return []
      const found = await kindRules[kind].resolve(ofKind, { ...deps, capability })
      return found.map((each) => checkChange(each, capability))
    }),
  )
  return [...faulty, ...resolved.flat()]
}

function checkChange(resolved: Resolved, capability: WriteCapability): Resolved {
  const faults = faultsOfChange(resolved, capability)
  return faults.length === 0 ? resolved : toRefused(resolved.push, faults)
}

function toRefused(push: OpenPush, faults: readonly PushFault[]): Resolved {
  const error = faults.map(({ path, message }) => `${path}: ${message}`).join('; ')
  return { kind: 'refused', push, code: 'invalid', error: `${error}.` }
}

function toResolution(resolved: Resolved): PushResolution | null {
  if (resolved.kind === 'refused') return null
  const { push, objectKey } = resolved
  return { id: push.id, objectKey, target: resolved.kind === 'found' ? { ...resolved.target } : null }
}

interface Rules {
  settings: Sender['settings']
  now: Date
  /** Pushes of objects that are switched off. */
  off: ReadonlySet<OpenPush>
}

function conclude(resolved: Resolved, rules: Rules): Conclusion | null {
  const { push } = resolved
  if (resolved.kind === 'refused')
    return { id: push.id, status: 'failed', errorCode: resolved.code, error: resolved.error }
  if (resolved.kind === 'found') return holdOf(push, rules)
  return resolved.dueAt ? { id: push.id, status: 'pending', dueAt: resolved.dueAt } : null
}

function holdOf(push: OpenPush, { settings, now, off }: Rules): Conclusion | null {
  const { id, entity } = push
  const { enabled, intervalMinutes } = pushSettingsOf(settings, entity)
  if (!enabled) return { id, status: 'held', holdReason: 'direction_off' }
  if (off.has(push)) return { id, status: 'held', holdReason: 'object_off' }
  if (intervalMinutes === 0) return null
  return { id, status: 'held', holdReason: 'interval', dueAt: endOfInterval(now, intervalMinutes) }
}
