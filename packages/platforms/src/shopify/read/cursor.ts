import { z } from 'zod'
import { PermanentError } from '../../contract/errors.ts'
import type { Json } from '../../contract/mirror-rows.ts'

const cursorShape = z.discriminatedUnion('step', [
  /** A list of the shop's objects. */
  z.object({ step: z.literal('objects'), after: z.string().nullable() }),
  /** The shop's log of deletes, after the objects of a window. */
  z.object({ step: z.literal('deletes'), after: z.string().nullable() }),
  /** Inventory levels, location by location; the first one is being read. */
  z.object({ step: z.literal('levels'), locations: z.array(z.string()), after: z.string().nullable() }),
])
export type Cursor = z.output<typeof cursorShape>

export function parseCursor(given: Json): Cursor {
  if (given === null) return { step: 'objects', after: null }
  const { success, data } = cursorShape.safeParse(given)
  if (success) return data
  throw new PermanentError('The checkpoint of this run was written by another version. Start another sync.', {
    platform: 'shopify',
  })
}
