import { z } from 'zod'
import { amount, atLeastOne, id, line, tags, text, url } from './fields.ts'

const VARIANTS_MAX = 250
const IMAGES_MAX = 250
const OPTIONS_MAX = 3
const LANGUAGES_MAX = 20
const WEIGHT_MAX_GRAMS = 100_000_000

const variantFields = {
  price: amount.optional(),
  compare_at_price: amount.nullable().optional().describe('The price before a reduction; null: none'),
  barcode: line().optional(),
  weight_grams: z.int().min(0).max(WEIGHT_MAX_GRAMS).optional(),
  cost: amount.optional(),
  tax_class: id.optional().describe("The platform's id of the tax class, where it keeps prices without tax"),
}

const productVariant = z.strictObject({
  sku: id.describe('Names the variant within the product: one with another SKU is another variant'),
  options: z.array(line()).max(OPTIONS_MAX).optional().describe('Values, in the order of `options` of the product'),
  ...variantFields,
})

const texts = z.strictObject({ title: line().optional(), description_html: text().optional() })

export const productSave = atLeastOne({
  title: line().optional().describe('Required of a new product'),
  description_html: text().optional(),
  translations: z
    .record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z]{2,4})?$/, 'Write a language as BCP 47, such as "de"'), texts)
    .refine((languages) => Object.keys(languages).length <= LANGUAGES_MAX, { error: `At most ${LANGUAGES_MAX}` })
    .optional()
    .describe("Texts in languages other than the shop's first"),
  vendor: line().optional(),
  product_type: line().optional(),
  handle: line().optional(),
  status: z.enum(['active', 'draft', 'archived']).optional(),
  tags: tags.optional().describe('All tags of the product'),
  images: z
    .array(z.strictObject({ url, alt: text(512).optional() }))
    .max(IMAGES_MAX)
    .optional()
    .describe('All images of the product, in their order'),
  options: z.array(line()).max(OPTIONS_MAX).optional().describe('Names such as "Size"; absent: one variant'),
  variants: z
    .array(productVariant)
    .min(1)
    .max(VARIANTS_MAX)
    .optional()
    .describe('Variants to create or change, by SKU; others stay'),
})

export const variantSave = atLeastOne({ sku: id.optional(), ...variantFields })

export const nothing = z.strictObject({})
