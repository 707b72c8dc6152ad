import type { OpenPush } from '@shopmirror/db'
import type { Change, InventorySet, PushKind, ReadBack } from '@shopmirror/platforms'
import { mergeStock } from './merge-stock.ts'
import { type ResolveDeps, type Resolved, resolveStock } from './resolve-stock.ts'

/** One change to send, its push, and older pushes that it supersedes. */
export interface Merged {
  id: string
  supersedes: string[]
  change: Change
}

/** What the sender has to know of a kind of push; a new kind is one entry. */
interface KindRules {
  resolve(pushes: readonly OpenPush[], deps: ResolveDeps): Promise<Resolved[]>
  /** The next change of one object, from its pushes in their order. */
  merge(pushes: readonly [OpenPush, ...OpenPush[]]): Merged
  /** After a call with an unknown outcome: what the shop holds says that it was carried out, or not, or neither. */
  judge(change: Change, state: ReadBack): 'done' | 'not_done' | 'conflict'
}

export const kindRules: Readonly<Record<PushKind, KindRules>> = {
  'inventory.set': {
    resolve: resolveStock,
    merge: ([first, ...later]) => mergeStock([toStock(first), ...later.map(toStock)]),
    judge({ payload: { expected } }, { isAsWanted, actual }) {
      if (isAsWanted) return 'done'
      return expected === undefined || expected === actual ? 'not_done' : 'conflict'
    },
  },
}

function toStock({ id, payload, target }: OpenPush) {
  return { id, payload: payload as InventorySet, target: target as unknown as Change<'inventory.set'>['target'] }
}

export function isPushKind(kind: string): kind is PushKind {
  return kind in kindRules
}
