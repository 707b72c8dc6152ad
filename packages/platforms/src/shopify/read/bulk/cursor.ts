import { z } from 'zod'
import type { Json } from '../../../contract/mirror-rows.ts'

const cursorShape = z.object({
  bulk: z.object({
    /** Of the operation. */
    id: z.string(),
    /** When the platform was asked, ISO 8601. */
    startedAt: z.iso.datetime(),
    /** How often it was started anew because its result was gone. */
    restarts: z.int().min(0),
    /** Absent until the result is there; then which part of it comes next, and from which of its objects. */
    next: z.object({ part: z.int().min(0), parts: z.int().min(1), from: z.int().min(0) }).optional(),
  }),
})

/** Where a read by bulk operation stands. Survives a restart as JSON; everything else can be had again. */
export type BulkState = z.infer<typeof cursorShape>['bulk']

/** `null` when the cursor belongs to somebody else. */
export function parseCursor(cursor: Json): BulkState | null {
  const { success, data } = cursorShape.safeParse(cursor)
  return success ? data.bulk : null
}

export function toCursor(bulk: BulkState): Json {
  return { bulk: { ...bulk, ...(bulk.next && { next: { ...bulk.next } }) } } as Json
}
