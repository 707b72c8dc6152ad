import type { Product } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import type { MediaFile, WrittenProduct } from '../../../world/written.ts'
import { findByHandle } from '../../nodes/find-product.ts'
import { parseGid } from '../../nodes/gid.ts'
import type { ProductGroup, ProductGroups } from '../../nodes/product-groups.ts'
import { readId } from '../input/read-id.ts'
import { readTags } from '../input/read-tags.ts'
import { metafieldProblems, writeMetafields } from '../input/write-metafields.ts'
import { problem, type UserError } from '../user-error.ts'
import type { ProductInput } from './product-input.ts'

const LENGTH_MAX = 255
const statuses: Readonly<Record<string, Product['status']>> = {
  ACTIVE: 'enabled',
  DRAFT: 'disabled',
  ARCHIVED: 'deprecated',
  UNLISTED: 'enabled',
}
const names = { title: 'Title', handle: 'Handle', vendor: 'Vendor', productType: 'Product type' } as const

interface Context {
  world: WorldShop
  groups: ProductGroups
  /** The product that is changed; `null` for a new one. */
  known: ProductGroup | null
  path: string[]
}

/** What is wrong with a product beside its variants. */
export function productProblems(input: ProductInput, { world, groups, known, path }: Context): UserError[] {
  const title = input.title ?? known?.members[0]?.name.hu
  if (!title) return [problem([...path, 'title'], "Title can't be blank", 'INVALID_PRODUCT')]
  const long = Object.entries(names).filter(
    ([name]) => String(input[name as keyof typeof names] ?? '').length > LENGTH_MAX,
  )
  const other = input.handle ? findByHandle(input.handle, groups) : 0
  const owner = { world, type: 'PRODUCT', id: known?.members[0]?.id ?? 0, path: [...path, 'metafields'] }
  return [
    ...long.map(([name, text]) =>
      problem([...path, name], `${text} is too long (maximum is ${LENGTH_MAX} characters)`, 'INVALID_PRODUCT'),
    ),
    ...(other !== 0 && other !== known?.id
      ? [
          problem(
            [...path, 'handle'],
            `Handle '${input.handle}' already in use. Please provide a new handle.`,
            'HANDLE_NOT_UNIQUE',
          ),
        ]
      : []),
    ...metafieldProblems(input.metafields ?? [], { ...owner, code: 'INVALID_METAFIELD' }),
  ]
}

/** What becomes of what all variants share; it is kept at the first of them. */
export function productChange(input: ProductInput, head: Product, world: WorldShop): Partial<Product> {
  const { title, descriptionHtml, vendor, status, tags, collections } = input
  return {
    ...(title != null && { name: { hu: title, en: title } }),
    ...(descriptionHtml !== undefined && { description: { hu: descriptionHtml ?? '', en: descriptionHtml ?? '' } }),
    ...(vendor != null && { manufacturer: vendor }),
    ...(status && { status: statuses[status] ?? 'enabled' }),
    ...(tags && { tags: readTags(tags) }),
    ...(collections && { categoryIds: collections.map((id) => readId(id, 'Collection')) }),
    written: writtenOf(input, head, world),
  }
}

function writtenOf(input: ProductInput, { id, written = {} }: Product, world: WorldShop): WrittenProduct {
  const { handle, productType, seo, files, metafields } = input
  const owner = { world, type: 'PRODUCT', id, path: [] }
  return {
    ...written,
    ...(handle && { handle: toHandle(handle) }),
    ...(productType != null && { productType }),
    ...(seo && { seo: { title: seo.title ?? null, description: seo.description ?? null } }),
    ...(files && { files: filesOf(files, id, written.files) }),
    ...(metafields && { metafields: writeMetafields(written.metafields, metafields, owner) }),
  }
}

/** What the product as a whole keeps at its first variant, for a new first one. */
export function passedOn(
  { name, description, manufacturer, tags, categoryIds, status, written = {} }: Product,
  to: Product,
): Product {
  const { handle, productType, seo, files, metafields } = written
  const own = { ...to.written, handle, productType, seo, files, metafields }
  return { ...to, name, description, manufacturer, tags, categoryIds, status, written: own }
}

/** Known files by their ids, others by the address that they are taken from. */
function filesOf(
  inputs: NonNullable<ProductInput['files']>,
  productId: number,
  present: readonly MediaFile[] = [],
): MediaFile[] {
  const next = 1 + Math.max(productId * 1_000, ...present.map(({ id }) => id))
  return inputs.map(({ id, originalSource, alt }, place) => {
    const known = present.find((file) => file.id === Number(parseGid(id)?.number ?? 0))
    return { id: known?.id ?? next + place, url: known?.url ?? originalSource ?? '', alt: alt ?? known?.alt ?? '' }
  })
}

/** Letters, digits and hyphens. */
function toHandle(text: string): string {
  const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')
}

/** One that no other product has. */
export function freeHandle(title: string, groups: ProductGroups): string {
  const base = toHandle(title)
  for (let place = 0; ; place++) {
    const handle = place === 0 ? base : `${base}-${place}`
    if (findByHandle(handle, groups) === 0) return handle
  }
}
