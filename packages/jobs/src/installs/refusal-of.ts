import type { LinkRefusal } from '@shopmirror/db'
import { AuthRevokedError } from '@shopmirror/platforms'

/** The connect link with which the merchant started does not connect this shop. */
export class LinkRefusedError extends Error {
  override readonly name = 'LinkRefusedError'
  readonly refusal: LinkRefusal

  constructor(refusal: LinkRefusal) {
    super(`The connect link did not admit the shop: ${refusal}. Send the merchant a new link.`)
    this.refusal = refusal
  }
}

/** Why an install failed, as a word from which pages choose their texts; `null` when there is none for it. */
export function refusalOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if (error instanceof LinkRefusedError) return error.refusal
  if (error.name === 'ShopTakenError') return 'shop-taken'
  if (error.name === 'PlanLimitError') return 'plan-limit'
  if (error instanceof AuthRevokedError) return 'access'
  return error.cause === undefined ? null : refusalOf(error.cause)
}
