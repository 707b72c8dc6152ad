import { idOf, list, text, unwrap, type Wire } from '../../api/wire.ts'
import { byLanguage, type Mapping, preferred } from '../../map/mapping.ts'
import { readBatch } from '../../read/batch.ts'
import type { ReadAll } from '../../read/read-all.ts'
import type { WriteContext } from '../write-batch.ts'

const PRODUCTS_MAX = 5_000
const BATCH_MAX = 200

/** A product as lines of orders repeat it. */
export interface LineProduct {
  name: string
  sku: string
  modelNumber: string
  gtin: string
}

/** What orders refer to; read when first needed, and kept as long as the client. */
export interface Lookups {
  /** Of the shop's currency; `null`: the list does not have it. */
  currencyId(): Promise<string | null>
  /** In the order of the ids; `null`: there is no such product. */
  products(ids: readonly string[]): Promise<(LineProduct | null)[]>
}

export interface OrderContext extends WriteContext {
  lookups: Lookups
}

interface LookupDeps extends Pick<WriteContext, 'api' | 'batchCost'> {
  mapping(): Promise<Mapping>
  readAll: ReadAll
}

export function createLookups({ api, batchCost, mapping, readAll }: LookupDeps): Lookups {
  const products = new Map<string, LineProduct>()
  let currency: string | null = null

  const readMissing = async (ids: readonly string[]) => {
    if (products.size > PRODUCTS_MAX) products.clear()
    const missing = [...new Set(ids)].filter((id) => !products.has(id))
    for (let start = 0; start < missing.length; start += BATCH_MAX) await read(missing.slice(start, start + BATCH_MAX))
  }
  const read = async (ids: readonly string[]) => {
    const reads = ids.map((id) => ({ path: `productExtend/${encodeURIComponent(id)}` }))
    const bodies = await readBatch(api, reads, batchCost)
    const { facts } = await mapping()
    for (const [index, id] of ids.entries()) {
      const body = bodies[index] ?? null
      if (body !== null) products.set(id, toLineProduct(unwrap(body), facts))
    }
  }

  return {
    async currencyId() {
      const { currency: code } = await mapping()
      currency ??= idOf((await readAll('currencies', { code })).find((item) => text(item.code) === code))
      return currency
    },
    async products(ids) {
      await readMissing(ids)
      return ids.map((id) => products.get(id) ?? null)
    },
  }
}

function toLineProduct(wire: Wire, facts: Mapping['facts']): LineProduct {
  const description = preferred(byLanguage(list(wire.productDescriptions), facts), facts)
  const sku = text(wire.sku) ?? ''
  return {
    name: text(description?.name) ?? sku,
    sku,
    modelNumber: text(wire.modelNumber) ?? '',
    gtin: text(wire.gtin) ?? '',
  }
}
