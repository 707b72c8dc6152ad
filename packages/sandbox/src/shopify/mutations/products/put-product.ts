import type { Product } from '../../../world/model.ts'
import type { NodeDeps } from '../../nodes/node.ts'
import type { ProductGroup } from '../../nodes/product-groups.ts'
import { optionsOfVariant } from '../../nodes/product-options.ts'
import { readId } from '../input/read-id.ts'
import { freeHandle, passedOn, productChange } from './product-change.ts'
import type { ProductInput, VariantInput } from './product-input.ts'
import { isSameVariant, optionsIn, variantChange } from './variant-change.ts'

const DEFAULT = { name: 'Title', value: 'Default Title' }

/** Of a variant that nobody has said anything of. */
const blank = {
  ...{ sku: '', barcode: '', gross: '0', net: '0', stocks: [0, 0, 0, 0] as Product['stocks'], weight: '0' },
  ...{ description: { hu: '', en: '' }, color: { hu: '', en: '' }, tags: [], categoryIds: [], manufacturer: '' },
  status: 'enabled' as const,
  ...{ createdAt: 0, updatedAt: 0 },
}

export function namesOf({ productOptions }: ProductInput, known: ProductGroup | null): string[] {
  if (productOptions) return productOptions.map(({ name }) => name ?? '')
  const [head] = known?.members ?? []
  return head ? optionsOfVariant(head).map(({ name }) => name) : []
}

/** The variant of a product that an input means: by its id, or by what it is. */
function findVariantOf(group: ProductGroup | null, input: VariantInput, names: readonly string[]): Product | null {
  const id = input.id == null ? 0 : readId(input.id, 'ProductVariant')
  const options = optionsIn(input, names)
  return group?.members.find((member) => (id ? member.id === id : isSameVariant(member, options))) ?? null
}

/** Adds a variant. The first of a product gives it its number. */
export function addVariant(
  input: VariantInput,
  head: Product | null,
  names: readonly string[],
  { world }: NodeDeps,
): Product {
  const options = names.length === 0 ? [DEFAULT] : optionsIn(input, names)
  const shared = head ? { name: head.name, status: head.status, description: head.description } : {}
  const parentId = head && (head.parentId ?? head.id)
  return world.addProduct((id) => {
    const before: Product = { ...blank, ...shared, id, parentId, name: head?.name ?? { hu: '', en: '' } }
    return { ...before, ...variantChange(input, before, options, world) }
  })
}

/** Puts what is given of a product in place of what is there; lists that are left out stay. */
export function putProduct(input: ProductInput, known: ProductGroup | null, deps: NodeDeps): number {
  const names = namesOf(input, known)
  const kept = input.variants ? putVariants(input.variants, known, names, deps) : (known?.members ?? [])
  const first = kept[0] ?? addVariant({}, null, [], deps)
  const { world, productGroups } = deps
  const head = world.products.get(first.id) ?? first
  const handle = known ? input.handle : (input.handle ?? freeHandle(input.title ?? '', productGroups()))
  const before = known?.members[0]
  const shared = before && before.id !== head.id ? passedOn(before, head) : head
  world.updateProduct(head.id, { ...shared, ...productChange({ ...input, handle: handle ?? null }, shared, world) })
  removeOthers(input, known, kept, deps)
  return head.parentId ?? head.id
}

function putVariants(
  inputs: readonly VariantInput[],
  known: ProductGroup | null,
  names: readonly string[],
  deps: NodeDeps,
): Product[] {
  let head = known?.members[0] ?? null
  const put = inputs.map((input) => {
    const variant = findVariantOf(known, input, names)
    if (variant)
      return deps.world.updateProduct(variant.id, variantChange(input, variant, optionsIn(input, names), deps.world))
    const added = addVariant(input, head, names, deps)
    head ??= added
    return added
  })
  return put.sort((a, b) => a.id - b.id)
}

function removeOthers(
  { variants }: ProductInput,
  known: ProductGroup | null,
  kept: readonly Product[],
  deps: NodeDeps,
): void {
  if (!variants) return
  const ids = new Set(kept.map(({ id }) => id))
  for (const { id } of known?.members ?? []) if (!ids.has(id)) deps.world.deleteProduct(id)
}
