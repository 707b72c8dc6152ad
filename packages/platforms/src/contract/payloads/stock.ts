import { z } from 'zod'
import { id } from './fields.ts'

/** Shopify takes this much; other platforms take less and say so in their capabilities. */
const QUANTITY_MAX = 1_000_000_000

const quantity = z.int().min(-QUANTITY_MAX).max(QUANTITY_MAX)
const location = id
  .optional()
  .describe("The platform's id of the location; may be left out where the shop has one active location")
const expected = quantity
  .optional()
  .describe('Units the shop is expected to have before the change; a conflict when it has others')

/** The stock of a variant at a location, as an absolute quantity. */
export const inventorySet = z.strictObject({
  quantity: quantity.describe('Units available for sale'),
  location,
  expected,
})

/** A change of the stock of a variant at a location. */
export const inventoryAdjust = z.strictObject({
  delta: quantity.describe('Units to add; negative: to take away'),
  location,
  expected,
})
