import type { Product } from '../../world/model.ts'
import { grossOf } from '../decimals.ts'
import type { Formats } from '../formats.ts'
import type { SpecialRecord } from '../records.ts'
import { recordOfProduct, taxRateOf } from './product-record.ts'

export interface Price {
  net: string
  netOriginal: string
  netSpecial: string | null
  gross: string
  grossOriginal: string
  grossSpecial: string | null
}

const DAY_MS = 86_400_000

/** What one unit costs a customer group now: the lowest special price that applies, else the product's own. */
export function priceFor(product: Product, group: number, formats: Formats): Price {
  if (formats.records.specials.size === 0) return ordinary(product)
  const [special] = specialsOf(product.id, formats)
    .filter((each) => applies(each, group, formats))
    .map(({ fields }) => fields.price ?? '0')
    .sort((a, b) => Number(a) - Number(b))
  if (special === undefined) return ordinary(product)
  const gross = grossOf(special, taxRateOf(recordOfProduct(product, formats.records)))
  return { ...ordinary(product), net: special, netSpecial: special, gross, grossSpecial: gross }
}

function ordinary({ net, gross }: Product): Price {
  return { net, netOriginal: net, netSpecial: null, gross, grossOriginal: gross, grossSpecial: null }
}

export function specialsOf(productId: number, { records }: Pick<Formats, 'records'>): SpecialRecord[] {
  return [...records.specials.values()].filter((special) => special.productId === productId)
}

/** Dates are days of the shop, both included; zero dates are open. A special without a group is everybody's. */
function applies({ fields, group: own }: SpecialRecord, group: number, { time, now }: Formats): boolean {
  const { dateFrom = '', dateTo = '', minQuantity = '0' } = fields
  if (own !== null && own !== group) return false
  if (Number(minQuantity) > 1) return false
  const begins = isOpen(dateFrom) || time.read(dateFrom.slice(0, 10)) <= now()
  return begins && (isOpen(dateTo) || now() < time.read(dateTo.slice(0, 10)) + DAY_MS)
}

const isOpen = (date: string) => date === '' || date.startsWith('0000')
