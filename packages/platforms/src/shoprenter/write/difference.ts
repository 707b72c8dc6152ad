import type { Json } from '../../contract/mirror-rows.ts'
import type { WriteOutcome } from '../../contract/writes.ts'
import { idOf, type Wire } from '../api/wire.ts'
import { type BatchWrite, type WriteContext, writeBatch } from './write-batch.ts'

const BATCH_MAX = 200

interface Comparison {
  /** Of the resource whose objects these are. */
  path: string
  wanted: readonly Record<string, Json>[]
  /** As the platform shows them. */
  present: readonly Wire[]
  isSame(wanted: Wire, present: Wire): boolean
}

/**
 * What makes a list of an object as it is wanted: what is missing is added, what is there twice or is not wanted is
 * removed. So it ends right from any point that a batch without an answer has come to.
 */
export function difference({ path, wanted, present, isSame }: Comparison): BatchWrite[] {
  const rest = [...present]
  const missing = wanted.filter((each) => {
    const index = rest.findIndex((other) => isSame(each, other))
    if (index >= 0) rest.splice(index, 1)
    return index < 0
  })
  const surplus = rest.flatMap((each) => idOf(each) ?? [])
  return [
    ...surplus.map((id): BatchWrite => ({ method: 'DELETE', path: `${path}/${encodeURIComponent(id)}` })),
    ...missing.map((data): BatchWrite => ({ method: 'POST', path, data })),
  ]
}

/** One batch after another, as the platform asks for. Ends with the first that was not carried out wholly; `null`: all were. */
export async function writeAll(context: WriteContext, writes: readonly BatchWrite[]): Promise<WriteOutcome | null> {
  for (let start = 0; start < writes.length; start += BATCH_MAX) {
    const outcomes = await writeBatch(context, writes.slice(start, start + BATCH_MAX))
    const failed = outcomes.find(({ kind }) => kind === 'refused') ?? outcomes.find(({ kind }) => kind !== 'done')
    if (failed?.kind === 'not_done') return { kind: 'begun', message: failed.message }
    if (failed) return failed
  }
  return null
}
