import type { Expectation, SandboxOptions } from '@shopmirror/sandbox'
import type { System } from '@shopmirror/test/system.ts'
import type { InstallSteps } from './steps.ts'

/** A shop that is installed at its platform; `shopId` is set once an account has claimed it. */
export interface Target extends InstallSteps {
  system: System
  expectation: Expectation
  domain: string
  shopId: string
}

/** What differs between the platforms. */
export interface InstallCases {
  platform: string
  /** The sandbox of this platform's tests. */
  sandbox: SandboxOptions
  /** Declares tests of the connected shop. */
  whileConnected?(target: Target): void
  /** Declares tests of other shops and other ways of installing; they may change the sandbox's clock. */
  otherInstalls?(target: Target): void
}
