import type { Product } from '../../world/model.ts'
import { stockTimeOf } from '../../world/stock-times.ts'
import { ids } from '../world-ids.ts'
import { type Gid, gid, numberOf, timeOf, worldIdIn, worldIdOf } from './gid.ts'
import { findLevel, levelListing } from './levels.ts'
import { listOf, listParts } from './list.ts'
import { placesOf } from './location.ts'
import { moneyOf } from './money.ts'
import { constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { findVariant } from './product-groups.ts'
import { inventoryItemNode, type Level, locationNode, measurementNode, variantNode } from './refs.ts'
import { weightOf } from './weight.ts'

interface Quantity {
  level: Level
  name: string
}

export function inventorySubject(deps: NodeDeps): Subject {
  const { world } = deps
  const product = (id: number | null) => (id === null ? null : world.products.get(id))
  const level = ({ number, params }: Gid) => {
    const item = params.get('inventory_item_id')
    const productId = item && /^\d+$/.test(item) ? worldIdOf('InventoryItem', BigInt(item)) : null
    return findLevel(productId, worldIdOf('Location', number), world)
  }
  return {
    find: {
      InventoryItem: ({ number }) => mapped(product(worldIdOf('InventoryItem', number)), inventoryItemNode),
      InventoryItemMeasurement: ({ number }) =>
        mapped(product(worldIdOf('InventoryItemMeasurement', number)), measurementNode),
      InventoryLevel: level,
      InventoryQuantity: (id) => mapped(level(id), ({ of }) => quantityNode(of, id.params.get('name') ?? '')),
    },
    resolvers: {
      InventoryItem: fieldsOf<Product>({ ...itemFields, ...stockOf(deps) }),
      InventoryItemMeasurement: fieldsOf<Product>({
        id: ({ id }) => gid('InventoryItemMeasurement', id),
        weight: weightOf,
      }),
      InventoryLevel: fieldsOf<Level>(levelFields),
      InventoryQuantity: fieldsOf<Quantity>(quantityFields),
    },
  }
}

const itemFields = {
  id: ({ id }: Product) => gid('InventoryItem', id),
  legacyResourceId: ({ id }: Product) => String(numberOf('InventoryItem', id)),
  sku: ({ sku }: Product) => sku || null,
  tracked: ({ written }: Product) => written?.tracked ?? true,
  requiresShipping: ({ written }: Product) => written?.requiresShipping ?? true,
  unitCost: ({ written }: Product) => mapped(written?.cost, (cost) => moneyOf(Number(cost))),
  createdAt: ({ createdAt }: Product) => timeOf(createdAt),
  updatedAt: ({ updatedAt }: Product) => timeOf(updatedAt),
  measurement: measurementNode,
  ...constants({
    ...{ duplicateSkuCount: 0, countryCodeOfOrigin: null },
    ...{ provinceCodeOfOrigin: null, harmonizedSystemCode: null, inventoryHistoryUrl: null },
    trackedEditable: { __typename: 'EditableProperty', locked: false, reason: null },
  }),
  countryHarmonizedSystemCodes: (_product: Product, args: Record<string, unknown>) => listParts([], args),
}

function stockOf(deps: NodeDeps) {
  const { world } = deps
  const variant = ({ id }: Product) => mapped(findVariant(id, deps), variantNode)
  return {
    variant,
    variants: (product: Product, args: Record<string, unknown>) => listParts([variant(product)], args),
    locationsCount: () => ({ __typename: 'Count', count: world.stockCount, precision: 'EXACT' }),
    inventoryLevels: (summary: Product, args: Record<string, unknown>, context: Parameters<typeof listOf>[2]) =>
      listOf({ ...levelListing(world), objects: placesOf(world).map((place) => ({ place, summary })) }, args, context),
    inventoryLevel: ({ id }: Product, { locationId }: Record<string, unknown>) =>
      findLevel(id, worldIdIn(locationId, 'Location'), world),
  }
}

function partIdOf(type: string, { place, product }: Level, rest = ''): string {
  const item = ids.inventoryItem(product.id)
  return `gid://shopify/${type}/${ids.location(place)}?inventory_item_id=${item}${rest}`
}

const levelFields = {
  id: (level: Level) => partIdOf('InventoryLevel', level),
  item: ({ product }: Level) => inventoryItemNode(product),
  location: ({ place }: Level) => locationNode(place),
  createdAt: ({ product }: Level) => timeOf(product.createdAt),
  updatedAt: ({ product, place }: Level) => timeOf(stockTimeOf(product, place)),
  quantities: (level: Level, { names }: Record<string, unknown>) =>
    (names as string[]).map((name) => quantityNode(level, name)),
  ...constants({ isActive: true, canDeactivate: true, deactivationAlert: null }),
}

function quantityNode(level: Level, name: string) {
  return { __typename: 'InventoryQuantity', of: { level, name } }
}

const quantityFields = {
  id: ({ level, name }: Quantity) => partIdOf('InventoryQuantity', level, `&name=${name}`),
  name: ({ name }: Quantity) => name,
  // Nobody waits for anything here: what is there is for sale.
  quantity: ({ level, name }: Quantity) =>
    name === 'available' || name === 'on_hand' ? (level.product.stocks[level.place - 1] ?? 0) : 0,
  // The platform dates what is on sale only.
  updatedAt: ({ level, name }: Quantity) =>
    name === 'available' ? timeOf(stockTimeOf(level.product, level.place)) : null,
}
