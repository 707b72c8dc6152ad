import type { Page, PageRequest, ShopReads } from '../../contract/reads.ts'
import type { ShopAccess } from '../../contract/shop-access.ts'
import type { ShopAddress, ShopProfile } from '../../contract/shop-client.ts'
import type { Settings } from '../settings.ts'
import type { ShopifyApi } from './api.ts'

/** What the parts of a client share. */
export interface ClientContext {
  api: ShopifyApi
  shop: ShopAddress
  /** What `describe` said last; absent before the first time. */
  profile?: ShopProfile
  access: ShopAccess
  settings: Settings
  now(): Date
}

/** Page by page, and by id. */
export type Reader = Required<Omit<ShopReads, 'clock'>>

export interface BulkReader {
  /** Of everything (`window` is `null`); `null` when this read has to go page by page from here. */
  readPage(request: PageRequest): Promise<Page | null>
}
