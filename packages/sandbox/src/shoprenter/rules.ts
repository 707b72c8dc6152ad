/** What the platform does not document, or documents in two ways; may be changed while the sandbox runs. */
export interface Rules {
  /** Orders made and changed by the API send webhooks, as those of the shop do. Default true. */
  writesSendWebhooks: boolean
  /** A status set by the API adds to the order's history. Default true. */
  statusAddsHistory: boolean
  /** Order lines made by the API, with `subtractStock`, lower the product's stock. Default false. */
  linesLowerStock: boolean
  /** An order that gets the storno status gives back the stock that its lines have lowered. Default false. */
  stornoRestocks: boolean
  /** What the list filter `externalInfo` compares: one of the two parts, both with a hyphen, both as JSON, any part of either, or it does nothing. Default `order_id`. */
  externalInfoFilter: 'order_id' | 'prefix_order_id' | 'json' | 'contains' | 'ignored'
  /** POST to an OuterID that exists: changes the object, or is refused. Default `modify`. */
  outerIdAgain: 'modify' | 'refuse'
  /** What a batch takes from the shop's allowance: one call, or its requests; those above it are answered with 429. Default `call`. */
  batchCounts: 'call' | 'requests'
  /** A customer or subscriber with an e-mail that another has: refused with 409, or a second record. Default `refuse`. */
  duplicateEmail: 'refuse' | 'accept'
  /** A SKU that another product has is refused with 409/40901 or 400/40005. Default `conflict`. */
  duplicateSku: 'conflict' | 'invalid'
  /** Products that the plan allows; `null`: any number. Default `null`. */
  productsMax: number | null
  /** A write of stock alone moves the product's `dateUpdated`. Default true. */
  stockMovesDateUpdated: boolean
  /** The app is registered as *Embedded*, and not as *Redirected*. Default false. */
  embedsApp: boolean
  /** Stock may be below zero. Default true. */
  negativeStock: boolean
}

export function createRules(): Rules {
  return {
    writesSendWebhooks: true,
    statusAddsHistory: true,
    linesLowerStock: false,
    stornoRestocks: false,
    externalInfoFilter: 'order_id',
    outerIdAgain: 'modify',
    batchCounts: 'call',
    duplicateEmail: 'refuse',
    duplicateSku: 'conflict',
    productsMax: null,
    stockMovesDateUpdated: true,
    embedsApp: false,
    negativeStock: true,
  }
}
