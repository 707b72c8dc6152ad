import { add, divide, multiply, negate } from '../../../map/decimals.ts'
import { decimal, flag, idOf, list, object, type Wire } from '../../api/wire.ts'
import type { WriteContext } from '../write-batch.ts'

const PLACES = 4
/** Enough to compare the ratios of prices that are rounded to whole units. */
const RATIO_PLACES = 8

/** 1.27 for a tax of 27 %. */
export type TaxFactor = string

/** What writes of prices need. */
export interface PriceContext extends WriteContext {
  /** Read when first needed, and kept as long as the client. */
  taxRates(): Promise<Wire[]>
}

export function withTaxRates(context: WriteContext): PriceContext {
  let rates: Wire[] | undefined
  return {
    ...context,
    async taxRates() {
      rates ??= await context.readAll('taxRates')
      return rates
    },
  }
}

/**
 * What a product's net price is multiplied with. A tax class may have a rate for each part of the world: the one that the
 * product's own prices show is taken, for a product without prices the highest. `null`: the tax class has no rate.
 */
export async function readTaxFactor(
  taxClassId: string,
  product: Wire | null,
  { taxRates }: PriceContext,
): Promise<TaxFactor | null> {
  const rates = (await taxRates()).filter(({ taxClass }) => idOf(taxClass) === taxClassId)
  const factors = rates.flatMap(({ rate }) => factorOf(decimal(rate)))
  const shown = shownFactor(product)
  const [best] = factors.toSorted((a, b) =>
    shown === null ? Number(b) - Number(a) : distance(a, shown) - distance(b, shown),
  )
  return best ?? null
}

/** Net, with the four places that the platform keeps. */
export function netOf(gross: string, factor: TaxFactor): string {
  return divide(gross, factor, PLACES)
}

function factorOf(percent: string | null): TaxFactor[] {
  return percent === null || percent.startsWith('-') ? [] : [add('1', multiply(percent, '0.01'))]
}

function shownFactor(product: Wire | null): string | null {
  const own = list(product?.productPrices).find((price) => flag(object(price.customerGroup).default))
  const [net, gross] = [decimal(own?.netOriginal), decimal(own?.grossOriginal)]
  return net === null || gross === null || Number(net) === 0 ? null : divide(gross, net, RATIO_PLACES)
}

function distance(a: string, b: string): number {
  return Math.abs(Number(add(a, negate(b))))
}
