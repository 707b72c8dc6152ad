import type { Json, Resource } from './mirror-rows.ts'
import type { Payload, PushKind } from './push-kinds.ts'

/**
 * What may be done after a call whose outcome is unknown.
 * - `repeatable`: the same call again; carried out twice it has the effect of once.
 * - `repeatable_with_key`: the same call with the same idempotency key, while the platform remembers keys.
 * - `read_back_first`: the same call again, and `send` looks first what the shop already has of it (`WriteCall.repeat`).
 */
export type WriteClass = 'repeatable' | 'repeatable_with_key' | 'read_back_first'

/** What the shops of a platform take of one kind of push. */
export interface WriteCapability<Kind extends PushKind = PushKind> {
  class: WriteClass
  /** Changes in one call. */
  changesPerCall: number
  /**
   * What one call takes of the shop's rate limit: the writing call alone, without reads before or after it; absent where
   * several calls write a change.
   */
  cost?: CallCost
  /** Calls under way at once to one shop, where the platform wants fewer than the sender would begin. */
  callsAtOnce?: number
  /**
   * Fields of the payload that are carried out, as `note` or `lines.price`; one that has parts stands for all of them. A
   * push with others is refused.
   */
  fields: readonly string[]
  /** Why a field is not carried out, and what to use instead. */
  alternatives?: Readonly<Record<string, string>>
  /** Fields that the platform needs beyond those that the kind requires. */
  required?: readonly string[]
  /** All values of a field, where they are the same in every shop. */
  values?: Readonly<Record<string, readonly string[]>>
  /** Bounds of a quantity, both included. */
  quantity?: { min: number; max: number }
  /** Scopes that the app needs. */
  scopes: readonly string[]
  /** How `expected` is compared: by the platform in the write itself, or by a read right before the write. */
  compare?: 'atomic' | 'read_before'
  /** How long the platform remembers an idempotency key, ms; only of `repeatable_with_key`. */
  keyLifeMs?: number
  /** Locations that every shop has; absent: those of the mirror. */
  locations?: readonly string[]
  /** Further faults of a change whose object and variants were found; `path` begins with `payload.` or `object.`. */
  check?(change: Change<Kind>): { path: string; message: string }[]
}

/** `points` as Shopify counts them, before the call is carried out. */
export interface CallCost {
  unit: 'points' | 'requests'
  perCall: number
}

/** What a platform takes, by kind of push. A kind that is not named is refused before it is accepted. */
export type WriteCapabilities = { readonly [Kind in PushKind]?: WriteCapability<Kind> }

/** A variant, by the platform's ids. */
export interface VariantTarget {
  variantId: string
  productId: string
  inventoryItemId: string | null
  sku: string | null
  /** As the mirror has it: decimal text, gross. */
  price: string | null
}

/** A variant at a location. */
export interface StockTarget extends Omit<VariantTarget, 'sku' | 'price'> {
  locationId: string
}

/** An order, a product or a customer. */
export interface ObjectTarget {
  /** The platform's id; `null`: to be created. */
  id: string | null
  /** The caller's own id, where the push names the object by it. */
  ownId: string | null
}

/** An object that exists. */
export interface ExistingTarget extends ObjectTarget {
  id: string
}

/** What an order consists of. */
export interface OrderTarget extends ObjectTarget {
  /** Of each line of the payload, in their order; `null`: it stands for no variant. */
  variants: readonly (VariantTarget | null)[]
  /** The platform's id of the customer that the payload names. */
  customerId: string | null
}

/** An order, with the variants that lines of the payload name, in their order. */
export interface OrderLinesTarget extends ExistingTarget {
  variants: readonly VariantTarget[]
}

export interface TaggedTarget extends ExistingTarget {
  type: 'order' | 'product' | 'customer'
}

interface Targets extends Record<PushKind, object> {
  'inventory.set': StockTarget
  'inventory.adjust': StockTarget
  'order.create': OrderTarget
  'order.update': OrderLinesTarget
  'order.set_status': ExistingTarget
  'order.mark_paid': ExistingTarget
  'order.fulfill': OrderLinesTarget
  'order.cancel': ExistingTarget
  'product.save': ObjectTarget
  'product.archive': ExistingTarget
  'product.delete': ExistingTarget
  'variant.save': VariantTarget
  'customer.save': ObjectTarget
  'customer.consent': ExistingTarget
  'tags.add': TaggedTarget
  'tags.remove': TaggedTarget
}
export type Target<Kind extends PushKind = PushKind> = Targets[Kind]

interface ChangeOf<Kind extends PushKind> {
  /** Stays the same over all attempts, and is unique everywhere: written into what is created, it finds that again. */
  pushId: string
  target: Target<Kind>
  payload: Payload<Kind>
}

/** One change of a call: the object as the platform names it, and what is wanted of it. */
export type Change<Kind extends PushKind = PushKind> = { [Each in Kind]: ChangeOf<Each> }[Kind]

/** Changes that go to the shop together. Sent again with the same key, a call has to hold the same changes in the same order. */
export interface WriteCall<Kind extends PushKind = PushKind> {
  /** The idempotency key; also names the call in the shop's own history where the platform has a place for it. */
  key: string
  changes: readonly Change<Kind>[]
  /** It was sent before and may have been carried out, wholly or in part. */
  repeat?: { firstSentAt: Date }
}

/** How one change of a call ended. */
export type WriteOutcome =
  /** `id`: of what was created. */
  | { kind: 'done'; id?: string }
  /**
   * The shop holds something else than expected; nothing was changed. `isUndecided`: nobody can tell whether an earlier
   * call changed it, so that only a person may send it again.
   */
  | { kind: 'conflict'; actual: Json; isUndecided?: true }
  /** It will be refused again; `code` and `message` are the platform's. `createdId`: of what had been created by then. */
  | { kind: 'refused'; code: string; message: string; createdId?: string }
  /** It was not carried out because of another change of the call; nothing is wrong with it. */
  | { kind: 'held_back' }
  /**
   * This call did not carry it out, a later one may. `neverDone`: no earlier call with the same key did either. `createdId`:
   * of what earlier calls have created, without completing it.
   */
  | { kind: 'not_done'; message: string; neverDone?: true; createdId?: string }
  /** A part of it was carried out before the shop had to be waited for: the same call goes on with it. Uses no attempt. */
  | { kind: 'begun'; message: string }
  /** It is unknown whether the call was carried out. */
  | { kind: 'unknown'; message: string }

/** What the shop holds, compared with what a change wants. */
export interface ReadBack {
  isAsWanted: boolean
  actual: Json
  /** Of what was created, also where it was not completed. */
  id?: string
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
  /** `firstSentAt`: where what was created is found only among what is new since then; absent: not known. */
  readBack(changes: readonly Change<Kind>[], firstSentAt?: Date): Promise<ReadBack[]>
  /** What has to be read again so that the mirror shows the write. `id`: of what was created. */
  objectOf(change: Change<Kind>, id?: string): WrittenObject
}

/** Of one shop; it has the kinds that its platform's capabilities name. */
export type ShopWrites = { readonly [Kind in PushKind]?: KindWrites<Kind> }
