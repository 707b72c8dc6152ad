import type { MirrorRows, Resource } from '../../contract/mirror-rows.ts'
import type { Api } from '../api/api.ts'
import type { Wire } from '../map/shapes.ts'
import type { Settings } from '../settings.ts'

/** What reads need of the shop's client. */
export interface Reading {
  api: Api
  settings: Settings
  now(): Date
  /** Rows of a resource's objects; for inventory, `items` are products. */
  toRows(resource: Resource, items: readonly Wire[]): Promise<Pick<MirrorRows, 'rows' | 'unmapped'>>
}
