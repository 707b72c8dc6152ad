import type { OpenPush, Repositories } from '@shopmirror/db'
import type { Change, CheckedPush, Platform, PushFault, WriteCapability } from '@shopmirror/platforms'
import { kindRules } from '../kinds.ts'
import type { Resolved } from './resolved.ts'

/** What the platform has against a change whose object and variants were found in the mirror. */
export function faultsOfChange(resolved: Resolved, { check }: WriteCapability): PushFault[] {
  if (resolved.kind !== 'found' || !check) return []
  const { push, target } = resolved
  return check({ pushId: push.id, target, payload: push.payload } as Change)
}

interface CheckDeps {
  db: Pick<Repositories, 'pushes' | 'objectLinks' | 'shopSettings'>
  shopId: string
  platform: Platform
  now: Date
}

/**
 * The same before pushes are accepted, in their order. What is not in the mirror yet, or is created by a push before it,
 * has no faults: it is looked up again before it is sent.
 */
export async function checkAgainstMirror(
  pushes: readonly CheckedPush[],
  { platform, ...deps }: CheckDeps,
): Promise<PushFault[][]> {
  const faults = pushes.map((): PushFault[] => [])
  const named = new Set<string>()
  const given = pushes.flatMap((push, index) => {
    const name = `${push.entity}/${push.object.own_id}`
    const isNamedBefore = push.object.own_id !== undefined && named.has(name)
    named.add(name)
    return isNamedBefore ? [] : { ...push, ...notStored, id: String(index) }
  })
  for (const [kind, ofKind] of Map.groupBy(given, (push) => push.kind)) {
    const capability = platform.writes?.[kind] as WriteCapability | undefined
    if (!capability?.check) continue
    for (const resolved of await kindRules[kind].resolve(ofKind, { ...deps, capability }))
      faults[Number(resolved.push.id)] = faultsOfChange(resolved, capability)
  }
  return faults
}

const notStored: Omit<OpenPush, 'id' | 'kind' | 'entity' | 'object' | 'payload'> = {
  ...{ seq: Number.MAX_SAFE_INTEGER, target: null, objectKey: null, attempts: 0 },
  ...{ attemptKey: null, attemptAt: null, firstSentAt: null, attemptRequest: null, traceContext: null },
}
