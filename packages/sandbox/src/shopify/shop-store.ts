import type { Order } from '../world/model.ts'
import type { WorldShop } from '../world/shop.ts'

export interface MetafieldDefinition {
  id: string
  namespace: string
  key: string
  name: string
  description: string | null
  ownerType: string
  type: string
}

/** How writes are answered where the documentation leaves it open. */
export interface WriteRules {
  /** A search by name, tag, source or purchase order finds an order so much later, ms. */
  searchLagMs: number
  /** What an order gets whose custom id another one has: a refusal, or no custom id. */
  duplicateCustomId: 'refuse' | 'drop'
  /** Trial and development shops: 5. */
  ordersPerMinute: number | null
  /** How long the job that cancels an order takes, real ms. */
  cancelMs: number
}

/** What Shopify keeps of a shop beside its goods and orders; the same for all apps. */
export interface ShopStore {
  rules: WriteRules
  definitions: MetafieldDefinition[]
  /** By id: whether it is done. */
  jobs: Map<string, boolean>
  /** By number. */
  edits: Map<string, OrderEdit>
}

/** Changes of an order's lines that nobody has committed yet. */
export interface OrderEdit {
  number: string
  /** As it is going to be. */
  order: Order
  /** Ids of lines that are new. */
  added: number[]
  /** By product: what goes back on the shelf, or is taken from it. */
  moves: Map<number, number>
}

const known = new WeakMap<WorldShop, ShopStore>()
const LAG_MS = 2_000

export function shopStoreOf(world: WorldShop): ShopStore {
  const found = known.get(world) ?? create()
  known.set(world, found)
  return found
}

function create(): ShopStore {
  return {
    jobs: new Map(),
    edits: new Map(),
    rules: { searchLagMs: LAG_MS, duplicateCustomId: 'drop', ordersPerMinute: null, cancelMs: 20 },
    definitions: [],
  }
}
