import type { Expectation } from '@shopmirror/sandbox'
import type { System } from '@shopmirror/test/system.ts'

/** A shop whose workers are killed; `shopId` and `runId` are set once it is connected. */
export interface Target {
  system: System
  expectation: Expectation
  domain: string
  shopId: string
  runId: string
  /** Kills all workers at once, in the middle of what they do; then another one starts. */
  replaceWorkers(): Promise<void>
}

/** What differs between the platforms. */
export interface KillCases {
  platform: string
  /** The objects of each shop. */
  sandbox: { products: number; customers: number; orders: number }
  env?: Record<string, string>
  /** Declares tests before the shop is connected. */
  beforeInstall?(target: Target): void
  /** Moments of the first full sync at which the workers are killed, in this order. Each resolves when it is reached. */
  moments(target: Target): readonly (() => Promise<unknown>)[]
  /** Checks the first full sync, which has succeeded. */
  checkRun?(target: Target): Promise<void>
  /** Declares tests of the connected shop. */
  whileConnected?(target: Target): void
}
