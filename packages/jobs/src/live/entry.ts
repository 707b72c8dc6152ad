import type { Change } from '@shopmirror/db'
import { z } from 'zod'
import { redisKey } from '../queue/redis-keys.ts'

/** Changes of one kind, shop and account. Without `ids` there were several, or they are not known. */
export interface LiveChange extends Omit<Change, 'id' | 'accountId' | 'kind'> {
  kind: string
  accountId: string | null
  ids?: string[]
}

/** An entry of the stream. `isAfterLoss`: changes before it were never written. */
export interface LiveEntry {
  isAfterLoss: boolean
  changes: LiveChange[]
}

/** Field of a stream entry that holds its content. */
export const ENTRY_FIELD = 'e'

const stored = z.object({
  lost: z.literal(true).optional(),
  changes: z.array(z.tuple([z.string(), z.string().nullable(), z.string().nullable(), z.array(z.string()).nullable()])),
})

/** Key of the stream of a deployment. */
export function liveKey(prefix: string): string {
  return redisKey(prefix, 'live')
}

/** As text, for Redis. */
export function packEntry({ isAfterLoss, changes }: LiveEntry): string {
  const rows = changes.map(({ kind, shopId, accountId, ids }) => [kind, shopId, accountId, ids ?? null])
  return JSON.stringify({ ...(isAfterLoss && { lost: true }), changes: rows })
}

/** An entry that cannot be read, of a newer release, counts as lost. */
export function unpackEntry(text: string): LiveEntry {
  const { success, data } = stored.safeParse(parse(text))
  if (!success) return { isAfterLoss: true, changes: [] }
  const changes = data.changes.map(([kind, shopId, accountId, ids]) => ({
    ...{ kind, shopId, accountId },
    ...(ids && { ids }),
  }))
  return { isAfterLoss: data.lost === true, changes }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
