import type { MetafieldInput } from '../input/write-metafields.ts'

export interface OptionValueInput {
  name?: string | null
  optionName?: string | null
  optionId?: string | null
}

/** `ProductVariantSetInput` and `ProductVariantsBulkInput`. */
export interface VariantInput {
  id?: string | null
  sku?: string | null
  barcode?: string | null
  price?: string | null
  compareAtPrice?: string | null
  taxable?: boolean | null
  inventoryPolicy?: 'DENY' | 'CONTINUE' | null
  inventoryItem?: {
    sku?: string | null
    cost?: string | null
    tracked?: boolean | null
    requiresShipping?: boolean | null
    measurement?: { weight?: { value: number; unit: string } | null } | null
  } | null
  optionValues?: readonly OptionValueInput[] | null
  inventoryQuantities?: readonly { locationId: string; quantity?: number; availableQuantity?: number }[] | null
  metafields?: readonly MetafieldInput[] | null
}

/** `ProductSetInput`, and what `productCreate` and `productUpdate` take of it. */
export interface ProductInput {
  id?: string | null
  title?: string | null
  descriptionHtml?: string | null
  handle?: string | null
  vendor?: string | null
  productType?: string | null
  status?: string | null
  tags?: readonly string[] | null
  collections?: readonly string[] | null
  seo?: { title?: string | null; description?: string | null } | null
  files?: readonly { id?: string | null; originalSource?: string | null; alt?: string | null }[] | null
  metafields?: readonly MetafieldInput[] | null
  productOptions?: readonly { name?: string | null; values?: readonly { name?: string | null }[] | null }[] | null
  variants?: readonly VariantInput[] | null
}
