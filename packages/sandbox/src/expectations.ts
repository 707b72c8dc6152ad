import type { Expectation } from './expectation.ts'
import { shopifyExpectation } from './shopify/expectation.ts'
import { shoplineExpectation } from './shopline/expectation.ts'
import { shoprenterExpectation } from './shoprenter/expectation.ts'

/** A new platform adds itself here. */
const others: readonly Expectation[] = [shopifyExpectation, shoplineExpectation]

export const expectations: readonly Expectation[] = [shoprenterExpectation, ...others]

/** What no other platform knows as its own is a shop of ShopRenter, the world's first. */
export function expectationOf(domain: string): Expectation {
  return others.find(({ isDomain }) => isDomain(domain)) ?? shoprenterExpectation
}
