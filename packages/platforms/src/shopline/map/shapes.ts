import type { Json } from '../../contract/mirror-rows.ts'

/** A parsed object of the Open API, not validated: fields are checked where they are read. */
export type Wire = { [key: string]: Json }

/** What mapping needs to know about the shop. */
export interface MapContext {
  /** Language code of the typed columns, such as `zh-hant`. */
  defaultLanguage: string
  /** Currency of amounts that do not contain one. */
  currency: string
  warehouses: readonly { id: string; name: string; active: boolean }[]
}
