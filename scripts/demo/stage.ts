import type { Expectation } from '@shopmirror/sandbox'
import type { WorldShop } from '@shopmirror/sandbox/testing'
import type { Sql } from 'postgres'
import type { Journey } from '../journey.ts'
import type { DemoOptions } from './options.ts'
import type { Screen } from './screen.ts'

/** What every step of the demo works with. */
export interface Stage extends Journey {
  options: DemoOptions
  screen: Screen
  domain: string
  /** The shop as it really is. */
  shop: WorldShop
  /** Of the platform that is played. */
  expectation: Expectation
  /** Requests; `null` where the platform counts otherwise. */
  allowedPerSecond: number | null
  /** On the mirror's database. */
  sql: Sql
}
