import type { OpenPush } from '@shopmirror/db'
import { type PlannedCall, planCalls } from './plan-calls.ts'
import { prepareNew } from './prepare-new.ts'
import type { Sender } from './sender.ts'

/** Pushes that are sent before the ledger is looked at again. */
export interface Page {
  sender: Sender
  calls: readonly PlannedCall[]
  /** Keys of the objects that the calls are about. */
  objects: readonly string[]
  /** There may be more than the page could take. */
  isFull: boolean
  /** Nothing was new and nothing may be sent. */
  isEmpty: boolean
}

interface PageQuery {
  /** Most pushes of the page. */
  limit: number
  /** What was looked up already. */
  known?: { sender: Sender; unresolved: readonly OpenPush[] }
  /** Objects whose pushes are about to be sent. */
  except?: readonly string[]
}

/** Resolves what is new of a shop, and plans the calls for what may be sent. */
export async function readPage(
  deps: Omit<Sender, 'settings'>,
  { limit, known, except = [] }: PageQuery,
): Promise<Page> {
  const { open, context } = deps
  const shopId = open.shop.id
  const [sender, found] = await Promise.all([
    known?.sender ?? withSettings(deps),
    known?.unresolved ?? context.db.pushes.unresolved(shopId, limit),
  ])
  const prepared = await prepareNew(found, sender)
  const pushes = await context.db.pushes.sendable(shopId, limit, except)
  const isFull = found.length >= limit || pushes.length >= limit
  const calls = planCalls(pushes, open.platform, { moreFollow: isFull })
  return { sender, calls, objects: objectsOf(calls, pushes), isFull, isEmpty: prepared === 0 && calls.length === 0 }
}

function objectsOf(calls: readonly PlannedCall[], pushes: readonly OpenPush[]): string[] {
  const sent = new Set(calls.flatMap(({ merged }) => merged.map(({ id }) => id)))
  return pushes.flatMap(({ id, objectKey }) => (objectKey !== null && sent.has(id) ? objectKey : []))
}

/** Settings may change while pushes are sent. */
export async function withSettings(deps: Omit<Sender, 'settings'>): Promise<Sender> {
  return { ...deps, settings: (await deps.context.db.shopSettings.get(deps.open.shop.id))?.pushSettings }
}
