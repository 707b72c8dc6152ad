import type { Expectation } from '@shopmirror/sandbox'
import type { WorldShop } from '@shopmirror/sandbox/testing'
import type { Sql } from 'postgres'
import type { Journey } from '../journey.ts'
import type { DemoOptions } from './options.ts'
import type { Screen } from './screen.ts'

/** Dependencies of every step of the demo. */
export interface Stage extends Journey {
  options: DemoOptions
  screen: Screen
  domain: string
  /** The emulated shop. */
  shop: WorldShop
  /** Expectation of the current platform. */
  expectation: Expectation
  /** Requests per second; `null` when the platform counts in another unit. */
  allowedPerSecond: number | null
  /** Connected to the mirror's database. */
  sql: Sql
}
