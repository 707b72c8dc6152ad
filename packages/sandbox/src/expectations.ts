import type { Expectation } from './expectation.ts'
import { shopifyExpectation } from './shopify/expectation.ts'
import { shoplineExpectation } from './shopline/expectation.ts'
import { shoprenterExpectation } from './shoprenter/expectation.ts'

/** A new platform adds itself here; the order is that of `emulators.ts`. */
export const expectations: readonly Expectation[] = [shopifyExpectation, shoplineExpectation, shoprenterExpectation]

/** Throws if no platform has domains of this form. */
export function expectationOf(domain: string): Expectation {
  const found = expectations.find(({ isDomain }) => isDomain(domain))
  if (!found) throw new Error(`No emulated platform has a shop with the domain ${domain}.`)
  return found
}
