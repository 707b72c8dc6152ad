import { z } from 'zod'

const ID_LENGTH_MAX = 255
const TAGS_MAX = 250
const TAG_LENGTH_MAX = 255

/** Postgres cannot store other text unchanged. */
const storable = (value: string) => value.isWellFormed() && !value.includes('\0')
const STORABLE = 'contains characters that cannot be stored: NUL or a lone surrogate'

/** Text of one line. */
export const line = (max = 255) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine(storable, STORABLE)
    .refine((value) => !/[\r\n]/.test(value), 'has to be one line')
export const text = (max = 65_535) => z.string().max(max).refine(storable, STORABLE)

export const id = line(ID_LENGTH_MAX)

/** Amounts are text, because numbers of JSON are not exact. */
export const amount = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,6})?$/, 'Write an amount as text without a sign, such as "12.50"')
  .describe('Decimal text, such as "12.50"')

export const taxRate = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,4})?$/, 'Write a tax rate in percent as text, such as "27"')
  .describe('Percent, as decimal text, such as "27"')

export const currency = z.string().regex(/^[A-Z]{3}$/, 'Write a currency as three capitals, such as "EUR"')
export const moment = z.iso.datetime({ offset: true }).describe('ISO 8601 with offset')
export const email = z.email().max(255)
export const url = z.url({ protocol: /^https?$/ }).max(2_048)
export const tags = z.array(line(TAG_LENGTH_MAX)).max(TAGS_MAX)

export const address = z.strictObject({
  first_name: line().optional(),
  last_name: line().optional(),
  company: line().optional(),
  address1: line().optional(),
  address2: line().optional(),
  city: line().optional(),
  zip: line(32).optional(),
  province: line().optional().describe("Name or code of the state or county, as the shop's country writes it"),
  country_code: z
    .string()
    .regex(/^[A-Z]{2}$/, 'Write a country as two capitals, such as "HU"')
    .optional(),
  phone: line(64).optional(),
})

const exactlyOne = (fields: object) => Object.keys(fields).length === 1

/** Names a variant by one of its names. */
export const variantReference = z
  .strictObject({
    id: id.optional().describe("The platform's id of the variant, as in `product_variants.external_id`"),
    sku: id.optional().describe('Its SKU; exactly one variant of the shop has to have it'),
  })
  .refine(exactlyOne, { error: 'Name the variant by exactly one of id, sku' })

/** Names an order, a product or a customer by the platform's id or by the caller's own. */
export const objectReference = z
  .strictObject({
    id: id.optional().describe("The platform's id, as `external_id` in the mirror"),
    own_id: id.optional().describe('Your own id of it, linked when the object was created by a push, or by you'),
  })
  .refine(exactlyOne, { error: 'Name the object by exactly one of id, own_id' })

/** Names an object that a push creates. */
export const newObject = z.strictObject({
  own_id: id.describe('Your own id of it; it is linked to the platform id once the shop has created the object'),
})

/** Names an object that has tags. */
export const taggedObject = z
  .strictObject({
    type: z.enum(['order', 'product', 'customer']),
    id: id.optional().describe("The platform's id, as `external_id` in the mirror"),
    own_id: id.optional().describe('Your own id of it'),
  })
  .refine(({ type: _type, ...names }) => exactlyOne(names), { error: 'Name the object by exactly one of id, own_id' })

/** An object of which at least one field has to be there. */
export function atLeastOne<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape).refine((fields) => Object.keys(fields).length > 0, {
    error: `Give at least one of ${Object.keys(shape).join(', ')}`,
  })
}
