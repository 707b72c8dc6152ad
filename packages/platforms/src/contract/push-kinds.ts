import { z } from 'zod'

/** What a setting of a shop is about: which pushes it lets through, how often, and what a conflict means. */
export const pushEntities = ['orders', 'inventory', 'products', 'customers'] as const
export type PushEntity = (typeof pushEntities)[number]

/** Shopify takes this much; other platforms take less and say so in their capabilities. */
const QUANTITY_MAX = 1_000_000_000
const ID_LENGTH_MAX = 255

const id = z.string().trim().min(1).max(ID_LENGTH_MAX)

/** Names a variant by one of its names. */
const variantReference = z
  .strictObject({
    id: id.optional().describe("The platform's id of the variant, as in `product_variants.external_id`"),
    sku: id.optional().describe('Its SKU; exactly one variant of the shop has to have it'),
  })
  .refine((reference) => Object.keys(reference).length === 1, { error: 'Name the variant by exactly one of id, sku' })

/** The stock of a variant at a location, as an absolute quantity. */
export const inventorySet = z.strictObject({
  quantity: z.int().min(-QUANTITY_MAX).max(QUANTITY_MAX).describe('Units available for sale'),
  location: id
    .optional()
    .describe("The platform's id of the location; may be left out where the shop has one active location"),
  expected: z
    .int()
    .min(-QUANTITY_MAX)
    .max(QUANTITY_MAX)
    .optional()
    .describe('Units the shop is expected to have before the change; a conflict when it has others'),
})
export type InventorySet = z.output<typeof inventorySet>

/** Every kind of push: what it changes, how its object is named, and its payload. */
export const pushKinds = {
  'inventory.set': { entity: 'inventory', object: variantReference, payload: inventorySet },
} as const satisfies Record<string, { entity: PushEntity; object: z.ZodType; payload: z.ZodType }>

export type PushKind = keyof typeof pushKinds
export const pushKindNames = Object.keys(pushKinds) as [PushKind, ...PushKind[]]
