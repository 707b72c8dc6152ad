import { isMissing, nameOf, refused } from '../../api/api.ts'
import { idOf, list, text, unwrap, type Wire } from '../../api/wire.ts'
import { pageQuery } from '../../read/read-all.ts'
import type { WriteContext } from '../write-batch.ts'

const PATH = 'productExtend'

/** The product with a SKU; what the filter finds is compared. `null`: the shop has none. */
export async function findProduct(sku: string, { api }: WriteContext): Promise<string | null> {
  const answer = await api.request(PATH, { query: pageQuery({ sku }, 0) })
  if (isMissing(answer)) return null
  if (answer.status >= 400) throw refused(nameOf('GET', PATH), answer)
  return idOf(list(unwrap(answer.value).items).find((item) => text(item.sku) === sku))
}

/** `null`: there is no such product. */
export async function readProduct(id: string, { api }: WriteContext): Promise<Wire | null> {
  const answer = await api.request(productPath(id))
  if (isMissing(answer)) return null
  if (answer.status >= 400) throw refused(nameOf('GET', PATH), answer)
  return unwrap(answer.value)
}

export function productPath(id: string): string {
  return `${PATH}/${encodeURIComponent(id)}`
}
