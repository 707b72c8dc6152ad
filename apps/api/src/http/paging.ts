import { z } from 'zod'
import { idSchema } from './fields.ts'

const LIMIT = 50
const LIMIT_MAX = 200

/** Query parameters of every list: at most `limit` entries, after `cursor`. */
export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(LIMIT_MAX)
    .default(LIMIT)
    .describe(`Entries per page, at most ${LIMIT_MAX}`),
  cursor: idSchema.optional().describe('`next_cursor` of the previous page'),
}

/** As `pageQuery`, for lists whose entries belong to shops. */
export const shopPageQuery = {
  shop: idSchema.optional().describe('Id of the shop'),
  ...pageQuery,
}

/** `{"data": …}` */
export function dataOf<Schema extends z.ZodType>(schema: Schema) {
  return z.object({ data: schema })
}

/** `{"data": […], "next_cursor": …}` */
export function pageOf<Schema extends z.ZodType>(schema: Schema) {
  return z.object({
    data: z.array(schema),
    next_cursor: z.string().nullable().describe('Send it as `cursor` to get the next page; `null` on the last page'),
  })
}

/** Reads one row more than `limit` to find out whether there is a next page. */
export async function readPage<Row extends { id: string }, Out>(
  limit: number,
  read: (limit: number) => Promise<Row[]>,
  present: (row: Row) => Out,
): Promise<{ data: Out[]; next_cursor: string | null }> {
  const rows = await read(limit + 1)
  const page = rows.slice(0, limit)
  return { data: page.map(present), next_cursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
}
