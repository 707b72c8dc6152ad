import type { AcceptedPush, NewPush } from '@shopmirror/db'
import { type Shop, sendPushes, withOutbox } from '@shopmirror/jobs'
import { type FieldError, Problem } from '../../http/problem.ts'
import type { ControlDeps } from '../deps.ts'
import { findPlatform } from '../owned.ts'
import { checkPush, type GivenPush } from './check-push.ts'

/** Stores pushes of one request, all or none, and lets them be sent. Answers in their order. */
export async function acceptPushes(
  shop: Shop,
  given: readonly GivenPush[],
  deps: ControlDeps,
): Promise<Exclude<AcceptedPush, { kind: 'key_reused' }>[]> {
  if (shop.status === 'uninstalled')
    throw new Problem('shop-not-active', {
      parameters: { reason: `${shop.domain} is uninstalled: nothing can be pushed.` },
    })
  const pushes = checkAll(shop, given, deps)
  return withOutbox(deps, async (tx, enqueue) => {
    const accepted = await tx.pushes.accept(shop.id, pushes)
    const reused = accepted.flatMap(({ kind, id }, index) => (kind === 'key_reused' ? toError(index, id) : []))
    if (reused.length > 0) throw new Problem('key-reused', { errors: reused })
    await enqueue(sendPushes, { shopId: shop.id })
    return accepted.filter((each) => each.kind !== 'key_reused')
  })
}

function checkAll(shop: Shop, given: readonly GivenPush[], { platforms }: ControlDeps): NewPush[] {
  const platform = findPlatform(shop.platform, platforms)
  const checked = given.map((push, index) => checkPush(push, platform, `body.pushes.${index}`))
  const errors = [...checked.flatMap((each) => ('errors' in each ? each.errors : [])), ...repeatedKeys(given)]
  if (errors.length > 0) throw new Problem('push-refused', { errors })
  return checked.flatMap((each) => ('push' in each ? each.push : []))
}

function repeatedKeys(given: readonly GivenPush[]): FieldError[] {
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
