import type { Conclusion, Repositories } from '@shopmirror/db'
import { PUSH_LOOP } from '../alerts/describe-alert.ts'
import { findReversals, isLoop, type Reversal } from './find-reversals.ts'
import type { Found } from './resolve/resolved.ts'

interface Deps {
  db: Pick<Repositories, 'pushes' | 'alerts'>
  shopId: string
  now: Date
}

/**
 * Notes reversals, and answers how pushes of objects that go back and forth too often are held, each with an alert. In the
 * transaction that stores what the pushes resolve to.
 */
export async function holdLoops(found: readonly Found[], deps: Deps): Promise<Conclusion[]> {
  const { db, shopId } = deps
  const reversals = await findReversals(found, deps)
  await db.pushes.markReversals(reversals.map(({ push }) => push.id))
  const loops = reversals.filter(isLoop)
  for (const loop of loops)
    await db.alerts.countFailure({ shopId, kind: PUSH_LOOP, ...describeLoop(loop), threshold: 1 })
  return loops.map((loop) => ({
    ...{ id: loop.push.id, status: 'held', holdReason: 'loop', errorCode: 'loop' },
    error: `The shop changes back what is pushed, ${loop.count} times within ten minutes: ${sidesOf(loop)}.`,
    result: { actual: Object.fromEntries(Object.entries(loop.fields).map(([name, { shown }]) => [name, shown])) },
  }))
}

/** Without values that may be about a customer: those are in the push. */
function describeLoop(loop: Reversal) {
  const { push, count, fields } = loop
  const isPersonal = push.entity === 'orders' || push.entity === 'customers'
  const sides = isPersonal ? Object.keys(fields).join(', ') : sidesOf(loop)
  const facts = { about: 'push_loop', push: push.id, count, fields: Object.keys(fields).join(', ') } as const
  const detail = `Your system and the shop change the same object back and forth, ${count} times within ten minutes: ${sides}. GET /api/v1/pushes/${push.id} shows both sides. It is held: find out what changes it in the shop, then POST /api/v1/pushes/${push.id}/process or /cancel.`
  return { detail, facts }
}

function sidesOf({ fields }: Reversal): string {
  return Object.entries(fields)
    .map(([name, { wanted, shown }]) => `${name}: ${wanted}, in the shop ${shown}`)
    .join('; ')
}
