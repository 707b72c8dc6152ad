import type { Span } from '@shopmirror/config'
import type { AcceptedPush } from '@shopmirror/db'
import { checkAgainstMirror, enqueueSwept, type Shop, sendPushes } from '@shopmirror/jobs'
import { type CheckedPush, checkPush, type GivenPush, type PushFault } from '@shopmirror/platforms'
import { type FieldError, Problem } from '../../http/problem.ts'
import type { ControlDeps } from '../deps.ts'
import { findPlatform } from '../owned.ts'

type KeyedPush = GivenPush & { key: string }

/** Stores pushes of one request, all or none, and lets them be sent. Answers in their order. */
export async function acceptPushes(
  shop: Shop,
  given: readonly KeyedPush[],
  { span, ...deps }: ControlDeps & { span: Span },
): Promise<Exclude<AcceptedPush, { kind: 'key_reused' }>[]> {
  if (shop.status === 'uninstalled')
    throw new Problem('shop-not-active', {
      parameters: { reason: `${shop.domain} is uninstalled: nothing can be pushed.` },
    })
  const checked = await checkAll(shop, given, deps)
  const { context: traceContext } = span
  const pushes = traceContext === undefined ? checked : checked.map((push) => ({ ...push, traceContext }))
  const accepted = await deps.db.pushes.accept(shop.id, pushes)
  if (deps.tracer.isOn) span.set({ pushes: accepted.map(({ id }) => id) })
  const reused = accepted.flatMap(({ kind, id }, index) => (kind === 'key_reused' ? toError(index, id) : []))
  if (reused.length > 0) throw new Problem('key-reused', { errors: reused })
  await enqueueSwept(deps, sendPushes, { shopId: shop.id })
  return accepted.filter((each) => each.kind !== 'key_reused')
}

async function checkAll(
  shop: Shop,
  given: readonly KeyedPush[],
  { platforms, db, now }: ControlDeps,
): Promise<(CheckedPush & { key: string })[]> {
  const platform = findPlatform(shop.platform, platforms)
  const errors = repeatedKeys(given)
  const pushes = given.flatMap((push, index) => {
    const checked = checkPush(push, platform)
    if (!('faults' in checked)) return { key: push.key, ...checked }
    errors.push(...toErrors(index, checked.faults))
    return []
  })
  if (errors.length > 0) throw new Problem('push-refused', { errors })
  const faults = await checkAgainstMirror(pushes, { db, shopId: shop.id, platform, now: now() })
  const found = faults.flatMap((each, index) => toErrors(index, each))
  if (found.length > 0) throw new Problem('push-refused', { errors: found })
  return pushes
}

function toErrors(index: number, faults: readonly PushFault[]): FieldError[] {
  return faults.map(({ path, message }) => ({ path: `body.pushes.${index}.${path}`, message }))
}

function repeatedKeys(given: readonly KeyedPush[]): FieldError[] {
  const first = new Map<string, number>()
  return given.flatMap(({ key }, index) => {
    const before = first.get(key)
    if (before === undefined) first.set(key, index)
    return before === undefined
      ? []
      : { path: `body.pushes.${index}.key`, message: `is the key of body.pushes.${before} too: give each push its own` }
  })
}

function toError(index: number, id: string): FieldError {
  return { path: `body.pushes.${index}.key`, message: `is the key of another push, ${id}: use a new key` }
}
