import { randomUUID } from 'node:crypto'
import type { OpenPush } from '@shopmirror/db'
import type { Platform, PushKind, WriteCapabilities } from '@shopmirror/platforms'
import { isPushKind, kindRules } from './kinds.ts'
import type { Merged } from './merge/merged.ts'

/** Changes of one kind that go to the shop in one call. */
export interface PlannedCall {
  kind: PushKind
  /** Whose settings count. */
  entity: string
  key: string
  /** In the order of the pushes' ids, which is also the order in which a call is found again after a crash. */
  merged: readonly Merged[]
  /** Of its pushes and of those that they supersede. */
  traceContexts: readonly (string | null)[]
}

/**
 * Packs pushes into as few calls as the platform allows. Each object is in at most one call: what comes after waits for
 * its outcome. `pushes` are in their order and resolved. `moreFollow`: a call that is not full may wait for them, as long
 * as a full one of its kind goes out.
 */
export function planCalls(
  pushes: readonly OpenPush[],
  { writes: capabilities = {} }: Pick<Platform, 'writes'>,
  { moreFollow }: { moreFollow: boolean },
): PlannedCall[] {
  const objects = [...Map.groupBy(pushes, ({ objectKey }) => objectKey).values()]
  const next = objects.flatMap(([first, ...later]) => {
    if (!first || !isPushKind(first.kind)) return []
    const { kind, entity } = first
    const other = later.findIndex((push) => push.kind !== kind)
    const sameKind = other < 0 ? later : later.slice(0, other)
    return { kind, entity, merged: kindRules[kind].merge([first, ...sameKind]) }
  })
  const groups = [...Map.groupBy(next, ({ kind, entity }) => `${kind} ${entity}`).values()]
  const calls = groups.flatMap((group) => pack(group, { capabilities, moreFollow }))
  const contexts = new Map(pushes.map(({ id, traceContext }) => [id, traceContext]))
  return calls.map((call) => ({ ...call, traceContexts: contextsOf(call.merged, contexts) }))
}

function contextsOf(merged: readonly Merged[], contexts: ReadonlyMap<string, string | null>): (string | null)[] {
  return merged.flatMap(({ id, supersedes }) => [...supersedes, id].map((each) => contexts.get(each) ?? null))
}

type Next = Pick<PlannedCall, 'kind' | 'entity'> & { merged: Merged }

function pack(
  group: readonly Next[],
  { capabilities, moreFollow }: { capabilities: WriteCapabilities; moreFollow: boolean },
): Omit<PlannedCall, 'traceContexts'>[] {
  const [first] = group
  if (!first) return []
  const { kind, entity } = first
  const size = capabilities[kind]?.changesPerCall ?? 1
  const wanted = moreFollow && group.length > size ? group.slice(0, group.length - (group.length % size)) : group
  return chunk(wanted, size).map((each) => ({
    ...{ kind, entity, key: randomUUID() },
    merged: each.map(({ merged }) => merged).sort((a, b) => (a.id < b.id ? -1 : 1)),
  }))
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
