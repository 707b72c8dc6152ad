import type { Api } from '../api/api.ts'

/** What writes need of the shop's client. */
export interface WriteContext {
  api: Api
  now(): Date
  /** The shop's first language, as `zh-hant`. */
  language(): Promise<string>
}
