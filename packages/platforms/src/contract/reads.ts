import type { Json, MirrorRows, Resource } from './mirror-rows.ts'

/** What can be read from a platform. */
export interface Reads {
  readonly resources: readonly Resource[]
  /** How far an incremental window starts before the watermark, ms. */
  readonly overlapMs: number
  /**
   * What reading that many objects by id takes at most, apart from lists inside of objects that are longer than a page; absent:
   * one request for `OBJECTS_PER_READ`.
   */
  cost?(resource: Resource, objects: number): ReadCost
}

/** Calls, and what they take from the budget, in its unit. */
export interface ReadCost {
  calls: number
  cost: number
}

/** Upper limit of ids in one call of `ShopReads.objects`. */
export const OBJECTS_PER_READ = 100

/** Reads of one shop. */
export interface ShopReads {
  /** The platform's clock. */
  clock(): Promise<Date>
  /** One page of a resource. Throws `RateLimitedError` also while the platform is still preparing the data. */
  page(request: PageRequest): Promise<Page>
  /** One object with its children; `null` when the platform says it does not exist. */
  object(resource: Resource, externalId: string): Promise<MirrorRows | null>
  /** Up to `OBJECTS_PER_READ` objects in a few calls; absent when the platform can only read one at a time. */
  objects?(resource: Resource, externalIds: readonly string[]): Promise<Objects>
}

export interface PageRequest {
  resource: Resource
  /** Objects changed in this time, on the platform's clock; `null`: all objects. */
  window: { from: Date; to: Date } | null
  /** `next` of the page before; `null` for the first page. Stored as JSON, so that a read survives a restart. */
  cursor: Json
}

export interface Page {
  rows: MirrorRows
  /** Ids of the resource's own objects on this page. */
  ids: string[]
  /** Ids that the platform listed without their objects. An id that this run has not read otherwise is then read by id. */
  idsOnly?: string[]
  /** Objects that the platform reports as deleted; only in pages of a window. */
  deleted?: { externalId: string; at: Date }[]
  /** Cursor of the next page; `null` after the last. */
  next: Json
  /** How many objects there are in all according to the platform; absent when it does not say. */
  announced?: number
}

export interface Objects {
  rows: MirrorRows
  /** Ids that the platform says do not exist. */
  missing: string[]
}
