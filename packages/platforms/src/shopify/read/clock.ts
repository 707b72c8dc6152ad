import type { ShopifyApi } from '../api/api.ts'
import { clock } from '../api/graphql/documents.ts'

/** No query tells the time, but every answer does, to the second; `now` only where something in between removed that. */
export async function readClock(api: ShopifyApi, now: () => Date): Promise<Date> {
  await api.query(clock, {})
  return api.lastDate() ?? now()
}
