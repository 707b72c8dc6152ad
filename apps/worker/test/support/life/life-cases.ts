import type { Expectation } from '@shopmirror/sandbox'
import type { System } from '@shopmirror/test/system.ts'

/** A shop during its life; `shopId` is set once it is connected. */
export interface Life {
  system: System
  expectation: Expectation
  domain: string
  shopId: string
}

/** What happens in the shops of only one platform. */
export interface LifeCases {
  /** An incremental sync of the changes of this suite needs fewer requests. */
  incrementalRequests: number
  /** Rows of products and variants that a full sync deletes for the six deleted products of the world. */
  deletedProductRows: number
  /** Makes more changes, which the shop reports by webhook. */
  changeReported?(life: Life): void
  /** Makes more changes that an incremental sync must find. */
  changeUnreported?(life: Life): void
  /** Makes more changes that a full sync must not mistake for deletions. */
  hide?(life: Life): void
  /** Declares tests of the connected shop, after its syncs. */
  whileConnected?(life: Life): void
  /** Declares tests after the uninstall, when the data is deleted. */
  afterUninstall?(life: Life): void
}
