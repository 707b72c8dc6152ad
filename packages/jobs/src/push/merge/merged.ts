import type { OpenPush } from '@shopmirror/db'
import type { Change, PushKind } from '@shopmirror/platforms'

/** One change to send, its push, and older pushes that it supersedes. */
export interface Merged {
  id: string
  supersedes: string[]
  change: Change
}

/** Pushes of one object in their order; there is at least one. */
export type Pushes = readonly [OpenPush, ...OpenPush[]]

/** What a push resolved to is stored as JSON. */
function changeOf<Kind extends PushKind>({ id, target, payload }: OpenPush): Change<Kind> {
  return { pushId: id, target, payload } as unknown as Change<Kind>
}

/** Sends each push by itself. */
export function mergeNothing([push]: Pushes): Merged {
  return { id: push.id, supersedes: [], change: changeOf(push) }
}

/**
 * Joins pushes from the first on, as long as `append` can express the next one together with those before it; `null`: it
 * cannot, and what comes first is sent first.
 */
export function mergeWith<Kind extends PushKind>(
  [first, ...later]: Pushes,
  append: (merged: Change<Kind>, next: Change<Kind>) => Pick<Change<Kind>, 'target' | 'payload'> | null,
): Merged {
  let merged: { id: string; supersedes: string[]; change: Change<Kind> } = {
    ...{ id: first.id, supersedes: [], change: changeOf<Kind>(first) },
  }
  for (const push of later) {
    const joined = append(merged.change, changeOf<Kind>(push))
    if (!joined) break
    const supersedes = [...merged.supersedes, merged.id]
    merged = { id: push.id, supersedes, change: { ...joined, pushId: push.id } as Change<Kind> }
  }
  return merged as Merged
}
