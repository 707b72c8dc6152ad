import type { Product } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { ids } from '../world-ids.ts'
import { everything, OTHER, OWN, sum, type TrueShop, type TruthRow } from './row.ts'

/** Products of the world that are one product of SHOPLINE. */
export interface VariantGroup {
  /** Number of the head, also of one that is gone. */
  id: number
  /** By number; one at least. */
  members: Product[]
  /** When a member changed last, or went. */
  updatedAt: number
}

const statuses = { enabled: 'active', disabled: 'draft', deprecated: 'hidden' }

const headOf = ({ id, parentId }: Product) => parentId ?? id

export function findFamilies(world: WorldShop): VariantGroup[] {
  const losses = Map.groupBy(lossesOf(world), ({ head }) => head)
  const groups = Map.groupBy(everything(world.products), headOf)
  return [...groups].map(([id, members]) => {
    const lost = losses.get(id)?.map(({ at }) => at) ?? []
    return { id, members, updatedAt: Math.max(...members.map(({ updatedAt }) => updatedAt), ...lost) }
  })
}

function lossesOf({ deletions }: WorldShop) {
  return deletions.flatMap((loss) =>
    loss.kind === 'product' ? [{ id: loss.object.id, head: headOf(loss.object), at: loss.at }] : [],
  )
}

export interface Kinship {
  /** The product that this one belongs or belonged to; its own number for a head, and for what never was. */
  headOf(product: number): number
  /** Whether that product ever was more than this one. */
  hadOthers(product: number): boolean
}

/** Who belongs together, with those that are gone. */
export function createKinship(world: WorldShop): Kinship {
  const present = everything(world.products).map((product) => [product.id, headOf(product)] as const)
  const heads = new Map([...lossesOf(world).map(({ id, head }) => [id, head] as const), ...present])
  // One that a call made with variations belongs to itself.
  const own = everything(world.products).flatMap(({ id, parentId }) => (id === parentId ? [id] : []))
  const parents = new Set([...own, ...[...heads].flatMap(([id, head]) => (id === head ? [] : [head]))])
  const find = (product: number) => heads.get(product) ?? product
  return { headOf: find, hadOthers: (product) => parents.has(find(product)) }
}

/** A product on its own has none; one that belongs to a head is a variation even when nothing else is left. */
function hasVariations({ members: [first, ...others] }: VariantGroup): boolean {
  return others.length > 0 || first?.parentId !== null
}

/** Whether its stock is not tracked. */
export function isUnlimited({ members: [first] }: VariantGroup): boolean {
  return first?.written?.tracked === false
}

/** A product without variations is its own only variant. */
export function variantIdOf(group: VariantGroup, { id }: Product): string {
  return hasVariations(group) ? ids.variation(id) : ids.product(group.id)
}

/** What all variations have in common is the first member's. */
export function productRow(
  { id, members, updatedAt }: VariantGroup,
  { world: { categories }, state }: TrueShop,
): TruthRow {
  const { texts, summary, medias } = state.products.get(id)
  const [first] = members
  if (!first) throw new Error(`VariantGroup ${id} has no member.`)
  const { name, description } = first
  const fields = {
    source_created_at: new Date(Math.min(...members.map(({ createdAt }) => createdAt))),
    source_updated_at: new Date(updatedAt),
    title: firstOf([name.hu, name.en, ...Object.values(texts.title ?? {})]),
    handle: null,
    status: statuses[first.status],
    vendor: first.manufacturer || null,
    product_type: null,
    description_html: firstOf([description.hu, description.en, ...Object.values(texts.description ?? {})]),
    short_description: firstOf([summary[OWN], ...Object.values(summary)]),
    tags: first.tags,
    category_external_ids: first.categoryIds.filter((category) => categories.get(category)).map(ids.category),
    images: medias.map(({ url }) => url),
    texts: {
      ...(name.hu && { [OWN]: { title: name.hu, ...(description.hu && { description_html: description.hu }) } }),
      ...(name.en && { [OTHER]: { title: name.en, ...(description.en && { description_html: description.en }) } }),
    },
  }
  return { externalId: ids.product(id), fields }
}

const firstOf = (texts: readonly (string | undefined)[]) => texts.find(Boolean) ?? null

/** As they were written; otherwise the color. */
function optionsOf({ id, color }: Product, state: TrueShop['state']) {
  const written = state.products.get(id).options
  if (!written) return [{ name: TITLES.color, value: color.hu }]
  const own = written.some(({ name }) => name[OWN] !== undefined)
  const textOf = (name: Record<string, string>) => (own ? name[OWN] : Object.values(name)[0]) || null
  return written.map(({ type, name }) => ({ name: TITLES[type] ?? type, value: textOf(name) }))
}

const TITLES: Readonly<Record<string, string>> = { color: 'Szín', size: 'Méret' }

export function variantRows(group: VariantGroup, { world, state, currency }: TrueShop): TruthRow[] {
  const unlimited = isUnlimited(group)
  const isPreorder = state.products.get(group.id).fields.is_preorder === true
  const createdAt = Math.min(...group.members.map((member) => member.createdAt))
  return group.members.map((member, position) => {
    const externalId = variantIdOf(group, member)
    const { memberPrice, retailPrice } = state.products.get(member.id)
    const options = hasVariations(group) ? optionsOf(member, state) : []
    const prices = Object.entries({ member: memberPrice, retail: retailPrice })
    const fields = {
      source_created_at: new Date(createdAt),
      source_updated_at: new Date(group.updatedAt),
      product_external_id: ids.product(group.id),
      inventory_item_id: externalId,
      sku: member.sku || null,
      barcode: member.barcode || null,
      title: options.flatMap(({ value }) => value ?? []).join(' / ') || null,
      position,
      price: member.gross,
      compare_at_price: member.written?.compareAtPrice ?? null,
      cost: member.written?.cost ?? 0,
      currency,
      prices: prices.flatMap(([name, gross]) => (Number(gross ?? 0) > 0 ? [{ group: name, gross }] : [])),
      stock_quantity: unlimited ? null : sum(member.stocks.slice(0, world.stockCount)),
      orderable: unlimited || isPreorder,
      weight: member.weight,
      options,
    }
    return { externalId, fields }
  })
}
