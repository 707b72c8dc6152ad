import type { Json } from '../../contract/mirror-rows.ts'

/** An object of the Open API, as parsed; what it holds is looked at where it is read. */
export type Wire = { [key: string]: Json }

/** What the maps know of the shop beside the object itself. */
export interface MapContext {
  /** Code of the language that typed columns speak, such as `zh-hant`. */
  defaultLanguage: string
  /** Of amounts that do not say their own. */
  currency: string
  warehouses: readonly { id: string; name: string; active: boolean }[]
}
