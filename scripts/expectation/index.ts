import type { Expectation } from './expectation.ts'
import { shopifyExpectation } from './shopify.ts'
import { shoprenterExpectation } from './shoprenter.ts'

const expectations: readonly Expectation[] = [shoprenterExpectation, shopifyExpectation]

/** A domain says by its form which platform it is of. */
export function expectationOf(domain: string): Expectation {
  const found = expectations.find(({ isDomain }) => isDomain(domain))
  if (!found) throw new Error(`The sandbox plays no platform with shops like ${domain}.`)
  return found
}
