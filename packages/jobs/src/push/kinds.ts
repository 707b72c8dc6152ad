import type { OpenPush } from '@shopmirror/db'
import type { Change, PushKind, ReadBack } from '@shopmirror/platforms'
import { mergeFields, mergeTags } from './merge/merge-fields.ts'
import { mergeDeltas, mergeQuantities } from './merge/merge-stock.ts'
import { type Merged, mergeNothing, type Pushes } from './merge/merged.ts'
import { type Creates, resolveObjects } from './resolve/resolve-object.ts'
import { resolveStock, resolveVariant } from './resolve/resolve-stock.ts'
import type { ResolveDeps, Resolved } from './resolve/resolved.ts'

/** What the sender has to know of a kind of push; a new kind is one entry. */
interface KindRules {
  resolve(pushes: readonly OpenPush[], deps: ResolveDeps): Promise<Resolved[]>
  /** The next change of one object, from its pushes in their order. */
  merge(pushes: Pushes): Merged
  /** After a call with an unknown outcome: what the shop holds says that it was carried out, or not, or neither. */
  judge(change: Change, state: ReadBack): 'done' | 'not_done' | 'conflict' | 'undecided'
}

const asWanted = (_change: Change, { isAsWanted }: ReadBack) => (isAsWanted ? 'done' : 'not_done')

function objectRules(creates: Creates, merge: KindRules['merge'] = mergeNothing): KindRules {
  return { merge, judge: asWanted, resolve: (pushes, deps) => resolveObjects(pushes, { ...deps, creates }) }
}

export const kindRules: Readonly<Record<PushKind, KindRules>> = {
  'inventory.set': {
    resolve: resolveStock,
    merge: mergeQuantities,
    judge(change, { isAsWanted, actual }) {
      const { expected } = (change as Change<'inventory.set'>).payload
      if (isAsWanted) return 'done'
      return expected === undefined || expected === actual ? 'not_done' : 'conflict'
    },
  },
  'inventory.adjust': {
    resolve: resolveStock,
    merge: mergeDeltas,
    judge(change, { isAsWanted, actual }) {
      const { expected } = (change as Change<'inventory.adjust'>).payload
      if (isAsWanted) return 'done'
      // Sent again under another key it could count twice: a person decides.
      return expected !== undefined && expected === actual ? 'not_done' : 'undecided'
    },
  },
  'order.create': objectRules('always'),
  'order.update': objectRules('never', mergeFields),
  'order.set_status': objectRules('never'),
  'order.mark_paid': objectRules('never'),
  'order.fulfill': objectRules('never'),
  'order.cancel': objectRules('never'),
  'product.save': objectRules('if_absent', mergeFields),
  'product.archive': objectRules('never'),
  'product.delete': objectRules('never'),
  'variant.save': { resolve: resolveVariant, merge: mergeFields, judge: asWanted },
  'customer.save': objectRules('if_absent', mergeFields),
  'customer.consent': objectRules('never'),
  'tags.add': objectRules('never', mergeTags),
  'tags.remove': objectRules('never', mergeTags),
}

export function isPushKind(kind: string): kind is PushKind {
  return kind in kindRules
}
