import type { SandboxShop } from '@shopmirror/sandbox'
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
  shop: SandboxShop
  allowedPerSecond: number
  /** On the mirror's database. */
  sql: Sql
}
