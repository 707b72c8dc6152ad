import type { Change } from '@shopmirror/platforms'
import { type Merged, mergeWith, type Pushes } from './merged.ts'

type SaveKind = 'order.update' | 'product.save' | 'variant.save' | 'customer.save'

/** Fields that do not say everything about what they stand for, so that a later one does not make an earlier one needless. */
const PARTIAL = ['lines', 'variants', 'note', 'translations']

/** Fields of later pushes replace those of earlier ones, and all go out as one change. */
export function mergeFields(pushes: Pushes): Merged {
  return mergeWith<SaveKind>(pushes, (merged, next) => {
    if (PARTIAL.some((field) => field in merged.payload && field in next.payload)) return null
    const base = 'lines' in merged.payload ? merged : next
    return { target: base.target, payload: { ...merged.payload, ...next.payload } } as Change<SaveKind>
  })
}

/** All tags of pushes of one object at once. */
export function mergeTags(pushes: Pushes): Merged {
  return mergeWith<'tags.add' | 'tags.remove'>(pushes, (merged, next) => ({
    target: next.target,
    payload: { tags: [...new Set([...merged.payload.tags, ...next.payload.tags])] },
  }))
}
