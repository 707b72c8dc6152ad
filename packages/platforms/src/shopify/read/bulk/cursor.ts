import { z } from 'zod'
import type { Json } from '../../../contract/mirror-rows.ts'

const cursorShape = z.object({
  bulk: z.object({
    /** Id of the operation. */
    id: z.string(),
    /** When the operation was requested, ISO 8601. */
    startedAt: z.iso.datetime(),
    /** How often it was restarted because its result was not available. */
    restarts: z.int().min(0),
    /** The next part of the result and the next object in it; absent until the result is ready. */
    next: z.object({ part: z.int().min(0), parts: z.int().min(1), from: z.int().min(0) }).optional(),
  }),
})

/** Progress of a read by bulk operation. Stored as JSON; everything else can be fetched again. */
export type BulkState = z.infer<typeof cursorShape>['bulk']

/** `null` when the cursor is not of a bulk operation. */
export function parseCursor(cursor: Json): BulkState | null {
  const { success, data } = cursorShape.safeParse(cursor)
  return success ? data.bulk : null
}

export function toCursor(bulk: BulkState): Json {
  return { bulk: { ...bulk, ...(bulk.next && { next: { ...bulk.next } }) } } as Json
}
