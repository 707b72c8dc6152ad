import type { ShopifyApi } from '../api/api.ts'
import { clock } from '../api/graphql/documents.ts'

/** The platform's clock, to the second, from the `Date` of an answer; `now` when a proxy removed the header. */
export async function readClock(api: ShopifyApi, now: () => Date): Promise<Date> {
  await api.query(clock, {})
  return api.lastDate() ?? now()
}
