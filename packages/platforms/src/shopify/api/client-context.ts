import type { Page, PageRequest, ShopAccess, ShopAddress, ShopClient, ShopProfile } from '../../contract/platform.ts'
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
export type Reader = Required<Pick<ShopClient, 'readPage' | 'readObject' | 'readObjects'>>

export interface BulkReader {
  /** Of everything (`window` is `null`); `null` when this read has to go page by page from here. */
  readPage(request: PageRequest): Promise<Page | null>
}
