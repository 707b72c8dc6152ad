import type { Page, PageRequest, ShopReads } from '../../contract/reads.ts'
import type { ShopAccess } from '../../contract/shop-access.ts'
import type { ShopAddress, ShopProfile } from '../../contract/shop-client.ts'
import type { Settings } from '../settings.ts'
import type { CustomIdMemory } from '../write/custom-id-memory.ts'
import type { ShopifyApi } from './api.ts'

/** What all parts of a client need. */
export interface ClientContext {
  api: ShopifyApi
  shop: ShopAddress
  /** The latest result of `describe`; absent before the first. */
  profile?: ShopProfile
  access: ShopAccess
  settings: Settings
  /** Which custom ids the shops know. */
  customIds: CustomIdMemory
  now(): Date
}

/** Reads by page and by id. */
export type Reader = Required<Omit<ShopReads, 'clock'>>

export interface BulkReader {
  /** A page of a full read (`window` is `null`); `null` when the resource must be read page by page from here. */
  readPage(request: PageRequest): Promise<Page | null>
}
