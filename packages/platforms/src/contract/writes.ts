import type { Json, Resource } from './mirror-rows.ts'
import type { InventorySet, PushKind } from './push-kinds.ts'

/**
 * What may be done after a call whose outcome is unknown.
 * - `repeatable`: the same call again; carried out twice it has the effect of once.
 * - `repeatable_with_key`: the same call with the same idempotency key, while the platform remembers keys.
 * - `read_back_first`: the object has to be read before anything is sent again.
 */
export type WriteClass = 'repeatable' | 'repeatable_with_key' | 'read_back_first'

/** What the shops of a platform take of one kind of push. */
export interface WriteCapability {
  class: WriteClass
  /** Changes in one call. */
  changesPerCall: number
  /** Fields of the payload that are carried out; a push with others is refused. */
  fields: readonly string[]
  /** Bounds of a quantity, both included. */
  quantity?: { min: number; max: number }
  /** Scope that the app needs. */
  scope: string
  /** How `expected` is compared: by the platform in the write itself, or by a read right before the write. */
  compare: 'atomic' | 'read_before'
  /** How long the platform remembers an idempotency key, ms; only of `repeatable_with_key`. */
  keyLifeMs?: number
  /** Locations that every shop has; absent: those of the mirror. */
  locations?: readonly string[]
}

/** What a platform takes, by kind of push. A kind that is not named is refused before it is accepted. */
export type WriteCapabilities = { readonly [Kind in PushKind]?: WriteCapability }

/** A variant at a location, by the platform's ids. */
export interface StockTarget {
  variantId: string
  productId: string
  inventoryItemId: string | null
  locationId: string
}

interface Changes {
  'inventory.set': { target: StockTarget; payload: InventorySet }
}

/** One change of a call: the object as the platform names it, and what is wanted of it. */
export type Change<Kind extends PushKind = PushKind> = Changes[Kind]

/** Changes that go to the shop together. Sent again with the same key, a call has to hold the same changes in the same order. */
export interface WriteCall<Kind extends PushKind = PushKind> {
  /** The idempotency key; also names the call in the shop's own history where the platform has a place for it. */
  key: string
  changes: readonly Change<Kind>[]
}

/** How one change of a call ended. */
export type WriteOutcome =
  | { kind: 'done' }
  /** The shop holds something else than expected; nothing was changed. */
  | { kind: 'conflict'; actual: Json }
  /** It will be refused again; `code` and `message` are the platform's. */
  | { kind: 'refused'; code: string; message: string }
  /** It was not carried out because of another change of the call; nothing is wrong with it. */
  | { kind: 'held_back' }
  /** This call did not carry it out, a later one may. `neverDone`: no earlier call with the same key did either. */
  | { kind: 'not_done'; message: string; neverDone?: true }
  /** It is unknown whether the call was carried out. */
  | { kind: 'unknown'; message: string }

/** What the shop holds, compared with what a change wants. */
export interface ReadBack {
  isAsWanted: boolean
  actual: Json
}

/** An object of the mirror that a write changes. */
export interface WrittenObject {
  resource: Resource
  externalId: string
}

/** Writes of one kind to one shop. Lists are answered in the order of the changes. */
export interface KindWrites<Kind extends PushKind = PushKind> {
  /** Throws, as reads do, where nothing was carried out and the shop or its access has to be waited for. */
  send(call: WriteCall<Kind>): Promise<WriteOutcome[]>
  readBack(changes: readonly Change<Kind>[]): Promise<ReadBack[]>
  /** What has to be read again so that the mirror shows the write. */
  objectOf(change: Change<Kind>): WrittenObject
}

/** Of one shop; it has the kinds that its platform's capabilities name. */
export type ShopWrites = { readonly [Kind in PushKind]?: KindWrites<Kind> }
