import type { Json } from '../../../contract/mirror-rows.ts'
import { add, negate } from '../../../map/decimals.ts'
import { decimal, idOf, list, text, type Wire } from '../../api/wire.ts'
import type { BatchWrite } from '../write-batch.ts'
import { netOf, type TaxFactor } from './tax-rate.ts'

export interface Prices {
  /** Gross, as the customer pays. */
  price?: string | undefined
  /** Gross, before a reduction; `null`: there is none. */
  compare_at_price?: string | null | undefined
}

interface PriceChanges {
  /** Of the product, net. */
  price?: string
  specials: BatchWrite[]
}

/**
 * The platform has no price before a reduction: a reduced product keeps that one as its price, and the lower one is a
 * special without dates and groups. Other specials are the merchant's campaigns and stay.
 * https://doc.shoprenter.hu/api/product_special.html
 */
export function priceChanges(
  { price, compare_at_price: before }: Prices,
  { productId, product, factor }: { productId: string; product: Wire; factor: TaxFactor },
): PriceChanges {
  const specials = list(product.productSpecials).filter(isOpen)
  const base = decimal(product.price) ?? '0'
  const current = decimal(specials[0]?.price) ?? base
  const selling = price === undefined ? current : netOf(price, factor)
  const regular = regularPrice({ before, base, selling, factor, isReduced: specials.length > 0 })
  const isReduced = isLess(selling, regular)
  return {
    ...(difference(regular, base) !== '0' && { price: regular }),
    specials: specialWrites(specials, isReduced ? selling : null, productId),
  }
}

interface Regular {
  before: string | null | undefined
  base: string
  selling: string
  factor: TaxFactor
  isReduced: boolean
}

/** Where nothing is said of a reduction, one that is there stays. */
function regularPrice({ before, base, selling, factor, isReduced }: Regular): string {
  if (before === undefined) return isReduced && isLess(selling, base) ? base : selling
  const regular = before === null ? selling : netOf(before, factor)
  return isLess(selling, regular) ? regular : selling
}

function specialWrites(present: readonly Wire[], wanted: string | null, productId: string): BatchWrite[] {
  const [first, ...others] = wanted === null ? [null, ...present] : [present[0] ?? null, ...present.slice(1)]
  const removed = others.flatMap((special) => {
    const id = special && idOf(special)
    return id ? [{ method: 'DELETE' as const, path: pathOf(id) }] : []
  })
  if (wanted === null) return removed
  const id = first && idOf(first)
  const isSame = first && difference(decimal(first.price) ?? '0', wanted) === '0'
  if (id) return isSame ? removed : [...removed, { method: 'PUT', path: pathOf(id), data: { price: wanted } }]
  const data: Record<string, Json> = {
    ...{ price: wanted, priority: '1', minQuantity: '0', maxQuantity: '0' },
    ...{ dateFrom: '0000-00-00', dateTo: '0000-00-00', product: { id: productId } },
  }
  return [...removed, { method: 'POST', path: 'productSpecials', data }]
}

/** For everybody, always, from the first piece. */
function isOpen(special: Wire): boolean {
  return (
    idOf(special.customerGroup) === null &&
    [special.dateFrom, special.dateTo].every((date) => (text(date) ?? '0000').startsWith('0000')) &&
    Number(decimal(special.minQuantity) ?? '0') <= 1
  )
}

const pathOf = (id: string) => `productSpecials/${encodeURIComponent(id)}`
const difference = (a: string, b: string) => add(a, negate(b))
const isLess = (a: string, b: string) => difference(a, b).startsWith('-')
