import type { Conclusion, OpenPush, PushResolution } from '@shopmirror/db'
import { checkPush, type Platform, type PushKind } from '@shopmirror/platforms'
import { kindRules } from './kinds.ts'
import { endOfInterval, pushSettingsOf } from './push-settings.ts'
import type { Resolved } from './resolve-stock.ts'
import type { Sender } from './sender.ts'

const PUSHES_AT_ONCE = 1_000

/**
 * Resolves the objects of new pushes, and holds those that the shop's settings do not let through. Answers how many it
 * saw.
 */
export async function prepareNew({ open, context, lease, settings }: Sender): Promise<number> {
  const { db } = context
  const shopId = open.shop.id
  const pushes = await db.pushes.unresolved(shopId, PUSHES_AT_ONCE)
  if (pushes.length === 0) return 0
  const resolved: Resolved[] = pushes.flatMap((push) => faultOf(push, open.platform) ?? [])
  const faulty = new Set(resolved.map(({ push }) => push))
  const sound = pushes.filter((push) => !faulty.has(push))
  for (const [kind, ofKind] of Map.groupBy(sound, (push) => push.kind as PushKind)) {
    const capability = open.platform.writes?.[kind]
    if (capability) resolved.push(...(await kindRules[kind].resolve(ofKind, { db, shopId, capability })))
  }
  const found = resolved.filter((each) => 'target' in each)
  const held = found.flatMap(({ push }) => holdOf(push, settings, context.now()) ?? [])
  const refused = resolved.flatMap((each) => ('code' in each ? failureOf(each) : []))
  await db.transaction(async (tx) => {
    await tx.pushes.storeTargets(found.map(toResolution))
    await tx.pushes.conclude(lease, [...held, ...refused])
  })
  return pushes.length
}

/** Pushes submitted by SQL are unchecked; what HTTP has checked is checked again by the rules of this release. */
function faultOf(push: OpenPush, platform: Platform): Resolved | null {
  const checked = checkPush(push, platform)
  if (!('faults' in checked)) return null
  const error = checked.faults.map(({ path, message }) => `${path}: ${message}`).join('; ')
  return { push, code: 'invalid', error: `${error}.` }
}

function failureOf({ push, code, error }: Extract<Resolved, { code: string }>): Conclusion {
  return { id: push.id, status: 'failed', errorCode: code, error }
}

function toResolution({ push, target, objectKey }: Extract<Resolved, { target: unknown }>): PushResolution {
  return { id: push.id, target: { ...target }, objectKey }
}

function holdOf({ id, entity }: OpenPush, settings: Sender['settings'], now: Date): Conclusion | null {
  const { enabled, intervalMinutes } = pushSettingsOf(settings, entity)
  if (!enabled) return { id, status: 'held', holdReason: 'direction_off' }
  if (intervalMinutes === 0) return null
  return { id, status: 'held', holdReason: 'interval', dueAt: endOfInterval(now, intervalMinutes) }
}
